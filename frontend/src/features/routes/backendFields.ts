import type { Backend } from "../../api/client";
import { numbersOf, RULE_NAMES, RULES, type RuleName } from "./backendNumbers";
import type { BackendFields } from "./backendSchema";

type Numbers<R extends RuleName> = Record<keyof (typeof RULES)[R] & string, string>;

/** The numbers of a rule as texts; empty where the backend has none. */
function textsOf<R extends RuleName>(rule: R, stored: object | undefined): Numbers<R> {
  const numbers = (stored ?? {}) as Record<string, number | undefined>;
  return Object.fromEntries(
    Object.keys(RULES[rule]).map((name) => [name, numbers[name]?.toString() ?? ""]),
  ) as Numbers<R>;
}

export function toFields(backend: Backend): BackendFields {
  const { loadBalancing, healthCheck, retries, tls } = backend;
  return {
    id: backend.id ?? "",
    targets: backend.targets.map(({ url, weight = 1 }) => ({ url, weight: String(weight) })),
    protocol: backend.protocol ?? "http1",
    connectTimeoutMillis: String(backend.connectTimeoutMillis ?? 2000),
    responseTimeoutMillis: String(backend.responseTimeoutMillis ?? 30_000),
    idleTimeoutMillis: String(backend.idleTimeoutMillis ?? 60_000),
    totalTimeoutMillis: backend.totalTimeoutMillis?.toString() ?? "",
    method: loadBalancing?.method ?? "random",
    hashBy: loadBalancing?.hashBy ?? "address",
    header: loadBalancing?.header ?? "",
    cookie: backend.affinity?.cookie ?? "",
    has: Object.fromEntries(
      RULE_NAMES.map((rule) => [rule, backend[rule] !== undefined]),
    ) as BackendFields["has"],
    healthCheck: {
      path: healthCheck?.path ?? "/",
      expectedStatuses: healthCheck?.expectedStatuses ?? [],
      ...textsOf("healthCheck", healthCheck),
    },
    ejection: textsOf("ejection", backend.ejection),
    retries: { on: retries?.on ?? [], ...textsOf("retries", retries) },
    limits: textsOf("limits", backend.limits),
    circuitBreaker: textsOf("circuitBreaker", backend.circuitBreaker),
    tls: {
      trustedCertificates: tls?.trustedCertificates ?? "",
      serverName: tls?.serverName ?? "",
      clientCertificate: tls?.clientCertificate ?? false,
    },
  };
}

export function toBackend(fields: BackendFields): Backend {
  const { totalTimeoutMillis: total, cookie, healthCheck, retries } = fields;
  const statuses = healthCheck.expectedStatuses;
  const rules = {
    healthCheck: {
      path: healthCheck.path,
      ...numbersFrom("healthCheck", healthCheck),
      ...(statuses.length > 0 && { expectedStatuses: statuses }),
    },
    ejection: numbersFrom("ejection", fields.ejection),
    retries: {
      ...numbersFrom("retries", retries),
      ...(retries.on.length > 0 && { on: retries.on }),
    },
    limits: numbersFrom("limits", fields.limits),
    circuitBreaker: numbersFrom("circuitBreaker", fields.circuitBreaker),
  };
  return {
    targets: fields.targets.map(({ url, weight }) => ({ url: url.trim(), weight: Number(weight) })),
    protocol: fields.protocol,
    connectTimeoutMillis: Number(fields.connectTimeoutMillis),
    responseTimeoutMillis: Number(fields.responseTimeoutMillis),
    idleTimeoutMillis: Number(fields.idleTimeoutMillis),
    ...(total.trim() && { totalTimeoutMillis: Number(total) }),
    ...balancing(fields),
    ...(cookie && { affinity: { cookie } }),
    ...Object.fromEntries(
      RULE_NAMES.filter((rule) => fields.has[rule]).map((rule) => [rule, rules[rule]]),
    ),
    ...tlsOf(fields.tls),
  };
}

/** What is empty is left to its default. */
function numbersFrom(rule: RuleName, typed: object): Record<string, number> {
  const texts = typed as Record<string, string>;
  return Object.fromEntries(
    numbersOf(rule)
      .filter(([name]) => texts[name]?.trim())
      .map(([name]) => [name, Number(texts[name])]),
  );
}

function balancing({ method, hashBy, header }: BackendFields): Pick<Backend, "loadBalancing"> {
  if (method === "random") {
    return {};
  }
  return {
    loadBalancing: {
      method,
      ...(method === "consistent-hash" && { hashBy, ...(hashBy === "header" && { header }) }),
    },
  };
}

function tlsOf({ trustedCertificates, serverName, clientCertificate }: BackendFields["tls"]) {
  const tls = {
    ...(trustedCertificates.trim() && { trustedCertificates: trustedCertificates.trim() }),
    ...(serverName && { serverName }),
    ...(clientCertificate && { clientCertificate }),
  };
  return Object.keys(tls).length > 0 ? { tls } : {};
}
