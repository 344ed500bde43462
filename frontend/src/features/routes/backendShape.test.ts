import { expect, test } from "vitest";
import type { Backend } from "../../api/client";
import { mergePatch } from "../../api/mergePatch";
import { backendFields } from "./backendSchema";
import { backendShape, emptyBackend } from "./backendShape";

const URL = "http://orders-1:8080";
const NEW = { ...emptyBackend, id: "orders", targets: [{ url: URL, weight: "1" }] };

const FULL: Backend = {
  targets: [
    { url: "https://orders-1", weight: 1 },
    { url: "https://orders-2", weight: 2 },
  ],
  protocol: "http2",
  connectTimeoutMillis: 1000,
  responseTimeoutMillis: 2000,
  idleTimeoutMillis: 3000,
  totalTimeoutMillis: 60_000,
  loadBalancing: { method: "consistent-hash", hashBy: "header", header: "X-Tenant" },
  affinity: { cookie: "Portcullis-Orders" },
  healthCheck: { path: "/healthz", intervalMillis: 5000, expectedStatuses: ["200", "204"] },
  ejection: {},
  retries: { attempts: 2, on: ["reset"] },
  limits: { maxRequests: 500, maxPending: 0 },
  circuitBreaker: { consecutiveFailures: 10, openMillis: 5000 },
  tls: { trustedCertificates: "PEM", serverName: "orders.internal", clientCertificate: true },
};

function faults(fields: object): string[] {
  const { error } = backendFields.safeParse({ ...NEW, ...fields });
  return error?.issues.map(({ path }) => path.join(".")) ?? [];
}

test("keeps every field of a backend that is opened and saved", () => {
  expect(backendShape.toItem(backendShape.toFields(FULL))).toEqual(FULL);
});

test("says nothing of what is left as it is", () => {
  expect(backendShape.toItem(NEW)).toEqual({
    targets: [{ url: URL, weight: 1 }],
    protocol: "http1",
    connectTimeoutMillis: 2000,
    responseTimeoutMillis: 30_000,
    idleTimeoutMillis: 60_000,
  });
  expect(faults({})).toEqual([]);
});

test("takes a rule away by naming it as null, and a number by naming that", () => {
  const fields = backendShape.toFields(FULL);
  const without = backendShape.toItem({
    ...fields,
    has: { ...fields.has, ejection: false },
    cookie: "",
    circuitBreaker: { ...fields.circuitBreaker, openMillis: "" },
  });
  expect(mergePatch(FULL, without)).toEqual({
    ejection: null,
    affinity: null,
    circuitBreaker: { openMillis: null },
  });
});

test("finds what is wrong in the rules that are on, and leaves the others alone", () => {
  const limits = { maxRequests: "", maxPending: "many", pendingTimeoutMillis: "0" };
  expect(faults({ limits })).toEqual([]);
  expect(faults({ limits, has: { ...NEW.has, limits: true } })).toEqual([
    "limits.maxRequests",
    "limits.maxPending",
    "limits.pendingTimeoutMillis",
  ]);
  expect(faults({ method: "consistent-hash", hashBy: "header" })).toEqual(["header"]);
  expect(faults({ header: "not one" })).toEqual([]);
  expect(faults({ cookie: "session", totalTimeoutMillis: "-1" })).toEqual([
    "cookie",
    "totalTimeoutMillis",
  ]);
});

test.each([
  ["targets[1].url", "targets.1.url"],
  ["loadBalancing.header", "header"],
  ["affinity.cookie", "cookie"],
  ["healthCheck.expectedStatuses[0]", "healthCheck.expectedStatuses"],
  ["ejection.maxMillis", "ejection.maxMillis"],
  ["tls", "tls.serverName"],
  ["tls.trustedCertificates", "tls.trustedCertificates"],
  ["totalTimeoutMillis", "totalTimeoutMillis"],
])("shows what the API says about %s at %s", (apiField, field) => {
  expect(backendShape.fieldFor?.(apiField)).toBe(field);
});
