import { expect, test } from "vitest";
import { isUnmistakable, kindsOf } from "./pasted";

test.each([
  ["", []],
  ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", ["token"]],
  ["Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", ["token"]],
  [" alice@example.com ", ["email"]],
  ["407408718192-abc.apps.googleusercontent.com", ["client"]],
  ["8dc26469-6a1b-4c3d-9e8f-0123456789ab", ["request", "client"]],
  ["e2e-without-token", ["client", "text", "request"]],
  ["shop", ["client", "text"]],
  ["two words", ["client", "text"]],
])("takes %j for %j", (text, kinds) => {
  expect(kindsOf(text)).toEqual(kinds);
});

test("puts names before guesses, and what can be nothing else before names", () => {
  expect(isUnmistakable("shop")).toBe(false);
  expect(isUnmistakable("alice@example.com")).toBe(true);
  expect(isUnmistakable("8dc26469-6a1b-4c3d-9e8f-0123456789ab")).toBe(true);
});
