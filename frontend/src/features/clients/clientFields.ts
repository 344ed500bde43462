import { z } from "zod";
import type { Client } from "../../api/client";
import { fromLocal, toLocal } from "../../ui/localTime";
import { APPLICATION_TYPES, type ApplicationType } from "./words";

/** What the form holds: every field of every application type, empty where it does not apply. */
export type ClientFields = z.input<typeof clientFields>;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || text.includes("*")) {
    return false;
  }
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === "https:" || isLocal(protocol, hostname));
}

function isLocal(protocol: string, hostname: string): boolean {
  return protocol === "http:" && LOOPBACK.has(hostname);
}

/** Origins that only work on the developer's own machine. */
export function localOrigins(origins: string[]): string[] {
  return origins.filter((origin) => origin.startsWith("http://"));
}

/** A trailing slash is what people paste. */
export function tidyOrigin(text: string): string {
  return text.trim().replace(/\/$/, "");
}

const optional = (schema: z.ZodType<string, string>) => z.union([z.literal(""), schema]);

const RESTRICTIONS: Record<ApplicationType, z.ZodObject> = {
  web: z.object({
    origins: z.array(
      z.string().refine(isOrigin, {
        error: (issue) =>
          `${issue.input} is not an origin such as https://shop.example.com (http only for localhost)`,
      }),
    ),
  }),
  android: z.object({
    packageName: optional(
      z.string().regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/, "Such as com.example.shop"),
    ),
    certificateFingerprint: optional(
      z.string().regex(/^([0-9A-Fa-f]{2}:?){20}$/, "20 pairs of hexadecimal digits (SHA-1)"),
    ),
  }),
  ios: z.object({
    bundleId: optional(z.string().regex(/^[A-Za-z0-9.-]+$/, "Such as com.example.Shop")),
  }),
  desktop: z.object({}),
  tv: z.object({}),
  service: z.object({}),
};

export const clientFields = z
  .object({
    clientId: z
      .string()
      .min(1, "Enter the OAuth client ID")
      .max(255, "At most 255 characters")
      .regex(/^\S*$/, "Without spaces"),
    name: z.string().trim().min(1, "Give it a name").max(200, "At most 200 characters"),
    issuer: z.string().min(1, "Choose whose tokens it brings"),
    applicationType: z.enum(APPLICATION_TYPES),
    expiresAt: z.string(),
    isEnabled: z.boolean(),
    restrictions: z.object({
      origins: z.array(z.string()),
      packageName: z.string(),
      certificateFingerprint: z.string(),
      bundleId: z.string(),
    }),
  })
  .superRefine((fields, context) => {
    const result = RESTRICTIONS[fields.applicationType].safeParse(fields.restrictions);
    for (const issue of result.error?.issues ?? []) {
      context.addIssue({
        code: "custom",
        message: issue.message,
        path: ["restrictions", issue.path[0] ?? ""],
      });
    }
  });

export function emptyFields(issuer: string): ClientFields {
  return {
    clientId: "",
    name: "",
    issuer,
    applicationType: "web",
    expiresAt: "",
    isEnabled: true,
    restrictions: { origins: [], packageName: "", certificateFingerprint: "", bundleId: "" },
  };
}

export function toFields(client: Client): ClientFields {
  return {
    clientId: client.clientId ?? "",
    name: client.name,
    issuer: client.issuer,
    applicationType: client.applicationType,
    expiresAt: toLocal(client.expiresAt),
    isEnabled: client.state !== "disabled",
    restrictions: {
      ...emptyFields("").restrictions,
      ...client.restrictions,
    },
  };
}

/** The client as the API takes it; only what applies to its type. */
export function toClient(fields: ClientFields): Client {
  const { restrictions, applicationType } = fields;
  const applicable = Object.keys(RESTRICTIONS[applicationType].shape);
  const given = Object.entries(restrictions).filter(
    ([name, value]) => applicable.includes(name) && value.length > 0,
  );
  return {
    name: fields.name.trim(),
    issuer: fields.issuer,
    applicationType,
    restrictions: Object.fromEntries(given),
    state: fields.isEnabled ? "enabled" : "disabled",
    ...(fields.expiresAt ? { expiresAt: fromLocal(fields.expiresAt) } : {}),
  };
}
