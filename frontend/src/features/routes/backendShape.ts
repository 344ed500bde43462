import type { ItemShape } from "../../ui/itemShape";
import { toBackend, toFields } from "./backendFields";
import { type BackendFields, backendFields } from "./backendSchema";

export const emptyBackend: BackendFields = toFields({ targets: [{ url: "" }] });

/** Where the form shows what the API says about one of its own fields. */
const PLACES: Record<string, string> = {
  "loadBalancing.method": "method",
  "loadBalancing.hashBy": "hashBy",
  "loadBalancing.header": "header",
  "affinity.cookie": "cookie",
  tls: "tls.serverName",
};

function placeOf(field: string): string {
  const target = /^targets\[(\d+)\]\.(url|weight)$/.exec(field);
  return target
    ? `targets.${target[1]}.${target[2]}`
    : (PLACES[field] ?? field.replace(/\[.*/, ""));
}

export const backendShape: ItemShape<"backends", BackendFields> = {
  kind: "backends",
  noun: "backend",
  schema: backendFields,
  toFields,
  toItem: toBackend,
  idOf: (fields) => fields.id,
  nameOf: (fields) => fields.id,
  names: {
    targets: "Targets",
    protocol: "Protocol",
    connectTimeoutMillis: "Time to connect",
    responseTimeoutMillis: "Time to answer",
    idleTimeoutMillis: "Idle time",
    totalTimeoutMillis: "Total time",
    loadBalancing: "Load balancing",
    affinity: "Affinity",
    healthCheck: "Health check",
    ejection: "Ejection",
    retries: "Retries",
    limits: "Limits",
    circuitBreaker: "Circuit breaker",
    tls: "TLS",
  },
  fieldFor: placeOf,
};
