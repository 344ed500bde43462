import { expect, test } from "vitest";
import { bucketOf, fieldFilter, filterOf, rejectionSearch, spanOf } from "./search";

test("drops what the URL says wrongly", () => {
  expect(rejectionSearch.parse({ range: "9y", from: "yesterday", reason: "nope", q: "x" })).toEqual(
    {
      q: "x",
    },
  );
});

test("asks for one user by address or subject, beside all else", () => {
  expect(fieldFilter({ reason: "token_expired", user: "a'b" })).toBe(
    "(reason=='token_expired');(email=='a\\'b',subject=='a\\'b')",
  );
});

test("leaves the end open unless it is fixed", () => {
  const fixed = { from: "2026-11-24T10:00:00Z", to: "2026-11-24T11:00:00Z" };
  expect(filterOf(fixed)).toBe("(time=ge='2026-11-24T10:00:00Z';time=lt='2026-11-24T11:00:00Z')");
  expect(filterOf({ range: "1h" })).not.toContain("=lt=");
});

test("divides time into as many bars as can be told apart", () => {
  const now = Date.parse("2026-11-24T10:00:00Z");
  expect(bucketOf(spanOf({ range: "1h" }, now))).toBe("minute");
  expect(bucketOf(spanOf({ range: "24h" }, now))).toBe("hour");
  expect(bucketOf(spanOf({ range: "7d" }, now))).toBe("hour");
  expect(bucketOf(spanOf({ range: "30d" }, now))).toBe("day");
});
