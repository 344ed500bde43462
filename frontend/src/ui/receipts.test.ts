import { expect, test } from "vitest";
import { inWords } from "./receipts";

function receipt(replicas: number, applied: number, expired: number) {
  const counts = { replicas, applied, expired, elapsed: "14 ms" };
  return { revision: 420, counts, isEnforced: true, outstanding: [] };
}

test("says on how many gateways a change is in force, and how fast", () => {
  expect(inWords("Revoked", receipt(3, 3, 0))).toBe(
    "Revoked on 3/3 gateways in 14 ms · revision 420",
  );
});

test("does not count a gateway without a lease as one that acts on the change", () => {
  expect(inWords("Revoked", receipt(3, 2, 1))).toBe(
    "Revoked on 2/3 gateways in 14 ms · revision 420 · 1 lost the lease and reject everything",
  );
});

test("says when there is no gateway to confirm anything", () => {
  expect(inWords("Created", receipt(0, 0, 0))).toContain("no gateway runs");
});
