import { expect, test } from "vitest";
import { decode, tokenIn, warningsOf } from "./decode";

function segment(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const TOKEN = `${segment({ alg: "RS256", kid: "1" })}.${segment({ sub: "alice" })}.c2ln`;

test.each([
  TOKEN,
  `Bearer ${TOKEN}`,
  `Authorization: Bearer ${TOKEN}`,
  `curl -i https://api.example.com/v1.2/x -H "Authorization: Bearer ${TOKEN}" --data '{}'`,
])("finds the token in what was pasted", (text) => {
  expect(tokenIn(text)).toBe(TOKEN);
  expect(decode(text)).toMatchObject({ kind: "jwt", claims: { sub: "alice" } });
});

test.each([
  ["opaque-token-0123", /no JWT/],
  [`${segment({ alg: "RSA-OAEP" })}.a.b.c.d`, /encrypted/],
  [`${segment({ alg: "RS256" })}.bm90IGpzb24.c2ln`, /claims cannot/],
  [`${segment({ alg: "RS256" })}.${"a".repeat(17_000)}.c2ln`, /16 KiB/],
])("says why nothing can be read: %#", (text, why) => {
  expect(decode(text)).toEqual({ kind: "unreadable", why: expect.stringMatching(why) });
});

test("warns of what a gateway would refuse", () => {
  const now = Date.parse("2026-11-24T10:00:00Z");
  const seconds = now / 1000;
  expect(warningsOf({ alg: "none" }, { exp: seconds - 1 }, now)).toEqual([
    "It is not signed at all (alg none).",
    "It has expired.",
  ]);
  expect(warningsOf({ alg: "RS256" }, { exp: seconds + 60, iat: seconds }, now)).toEqual([]);
  expect(warningsOf({ alg: "HS256" }, {}, now)).toHaveLength(2);
});
