import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { faultOf, numbersOf, RULE_NAMES, RULES, type RuleName, TOTAL } from "./backendNumbers";
import { ID, ID_RULE } from "./routeShape";

export type BackendFields = z.input<typeof backendFields>;
export type BackendForm = UseFormReturn<BackendFields, unknown, BackendFields>;

const millis = z.string().regex(/^[1-9]\d*$/, "A number of milliseconds");
const texts = z.array(z.string());

export const METHODS = ["random", "round-robin", "least-requests", "consistent-hash"] as const;
export const HASH_BY = ["address", "user", "header"] as const;
const FIELD_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const COOKIE = /^Portcullis-[A-Za-z0-9-]{1,64}$/;
const STATUSES = /^[1-5]\d{2}(-[1-5]\d{2})?$/;
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;

function textsOf<R extends RuleName>(rule: R) {
  const names = Object.keys(RULES[rule]) as (keyof (typeof RULES)[R] & string)[];
  return Object.fromEntries(names.map((name) => [name, z.string()])) as Record<
    (typeof names)[number],
    z.ZodString
  >;
}

export const backendFields = z
  .object({
    id: z.string().regex(ID, ID_RULE),
    targets: z
      .array(
        z.object({
          url: z.string().regex(/^https?:\/\/[^\s/@]+/, "Such as http://orders.internal:8080"),
          weight: z.string().regex(/^\d{1,4}$/, "0 to 1000"),
        }),
      )
      .min(1, "At least one"),
    protocol: z.enum(["http1", "http2"]),
    connectTimeoutMillis: millis,
    responseTimeoutMillis: millis,
    idleTimeoutMillis: millis,
    totalTimeoutMillis: z.string(),
    method: z.enum(METHODS),
    hashBy: z.enum(HASH_BY),
    header: z.string(),
    cookie: z.string(),
    /** Which rules it has; what stands in the others counts for nothing. */
    has: z.object({
      healthCheck: z.boolean(),
      ejection: z.boolean(),
      retries: z.boolean(),
      limits: z.boolean(),
      circuitBreaker: z.boolean(),
    }),
    healthCheck: z.object({
      path: z.string(),
      expectedStatuses: texts,
      ...textsOf("healthCheck"),
    }),
    ejection: z.object(textsOf("ejection")),
    retries: z.object({ on: texts, ...textsOf("retries") }),
    limits: z.object(textsOf("limits")),
    circuitBreaker: z.object(textsOf("circuitBreaker")),
    tls: z.object({
      trustedCertificates: z.string(),
      serverName: z.string(),
      clientCertificate: z.boolean(),
    }),
  })
  .superRefine((fields, context) => {
    for (const [path, message] of faultsOf(fields)) {
      context.addIssue({ code: "custom", path: path.split("."), message });
    }
  });

type Fault = [path: string, message: string];

/** What is wrong in those parts that count. */
function faultsOf(fields: Omit<BackendFields, "id">): Fault[] {
  const { method, hashBy, header, cookie, has, healthCheck, tls } = fields;
  const needsHeader = method === "consistent-hash" && hashBy === "header";
  const odd = healthCheck.expectedStatuses.find((status) => !STATUSES.test(status));
  const faults: [boolean, string, string][] = [
    [needsHeader && !FIELD_NAME.test(header), "header", "The name of a header field"],
    [cookie !== "" && !COOKIE.test(cookie), "cookie", "Begins with Portcullis-"],
    [has.healthCheck && !healthCheck.path.startsWith("/"), "healthCheck.path", "Begins with /"],
    [
      has.healthCheck && odd !== undefined,
      "healthCheck.expectedStatuses",
      `${odd} is neither a status nor a range such as 200-299`,
    ],
    [tls.serverName !== "" && !HOST.test(tls.serverName), "tls.serverName", "A host name"],
  ];
  const total = faultOf(fields.totalTimeoutMillis, TOTAL);
  return [
    ...faults.flatMap(([isFault, path, message]): Fault[] => (isFault ? [[path, message]] : [])),
    ...(total ? [["totalTimeoutMillis", total] as Fault] : []),
    ...RULE_NAMES.filter((rule) => has[rule]).flatMap((rule) => numberFaults(rule, fields[rule])),
  ];
}

function numberFaults(rule: RuleName, typed: object): Fault[] {
  return numbersOf(rule).flatMap(([name, number]): Fault[] => {
    const fault = faultOf((typed as Record<string, string>)[name] ?? "", number);
    return fault ? [[`${rule}.${name}`, fault]] : [];
  });
}
