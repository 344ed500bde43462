import { expect, test } from "vitest";
import { faultOf, guessMember, parseMember, toPrincipal, warningOf } from "./members";

test.each([
  ["alice@example.com", "user:alice@example.com"],
  ["robot@shop.iam.gserviceaccount.com", "serviceAccount:robot@shop.iam.gserviceaccount.com"],
  ["example.com", "domain:example.com"],
  ["subject:google/1076/9", "subject:google/1076/9"],
  ["allUsers", "allUsers"],
])("takes %s for %s", (pasted, principal) => {
  const member = guessMember(pasted);
  expect(member && toPrincipal(member)).toBe(principal);
});

test.each(["alice", "group:admins", "allUsers:x", "user"])("makes nothing of %s", (pasted) => {
  expect(guessMember(pasted)).toBeNull();
});

test("says which character makes an address one that only looks right", () => {
  expect(faultOf({ kind: "user", value: "\u0430lice@example.com" })).toContain("U+0430");
  expect(faultOf({ kind: "domain", value: "ex\u0430mple.com" })).toContain("U+0430");
  expect(faultOf({ kind: "user", value: "alice@example.com" })).toBeUndefined();
  expect(faultOf({ kind: "user", value: "a@b@example.com" })).toBeDefined();
});

test("warns of what lets more people in than it seems", () => {
  expect(warningOf({ kind: "allUsers", value: "" })).toContain("without a token");
  expect(warningOf({ kind: "domain", value: "Gmail.com" })).toContain("Anybody");
  expect(warningOf({ kind: "domain", value: "example.com" })).toBeUndefined();
});

test("reads a principal back", () => {
  expect(parseMember("subject:google/1")).toEqual({ kind: "subject", value: "google/1" });
});
