import { expect, test } from "vitest";
import { toBars, toShares } from "./bars";
import type { Summary } from "./rejections.queries";

const summary: Summary = {
  from: "2026-11-24T10:00:00Z",
  to: "2026-11-24T10:04:00Z",
  rejections: 9,
  folded: 0,
  items: [
    { time: "2026-11-24T10:01:00Z", key: "token_expired", rejections: 3, folded: 0 },
    { time: "2026-11-24T10:01:00Z", key: "token_missing", rejections: 1, folded: 0 },
    { time: "2026-11-24T10:03:00Z", key: "token_expired", rejections: 4, folded: 0 },
    { time: "2026-11-24T10:03:00Z", other: true, rejections: 1, folded: 0 },
  ],
};

test("has a bar for each step of time, also where nothing was rejected", () => {
  expect(toBars(summary, undefined).map((bar) => bar.count)).toEqual([0, 4, 0, 5]);
  expect(toBars(summary, "token_expired").map((bar) => bar.count)).toEqual([0, 3, 0, 4]);
});

test("puts the largest group first and keeps what is none of them apart", () => {
  expect(toShares(summary)).toEqual([
    { key: "token_expired", isOther: false, count: 7 },
    { key: "token_missing", isOther: false, count: 1 },
    { key: undefined, isOther: true, count: 1 },
  ]);
});
