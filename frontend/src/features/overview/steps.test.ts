import { expect, test } from "vitest";
import type { Change } from "../../api/client";
import { spanOf } from "./span";
import { toReasons, toSteps } from "./steps";

const TRAFFIC = {
  from: "2026-11-24T10:00:00Z",
  to: "2026-11-24T13:00:00Z",
  admitted: 7,
  rejected: 5,
  items: [
    { time: "2026-11-24T10:00:00Z", admitted: 4, rejected: 0 },
    { time: "2026-11-24T12:00:00Z", admitted: 3, rejected: 0 },
    { time: "2026-11-24T12:00:00Z", key: "token_missing", admitted: 0, rejected: 2 },
    { time: "2026-11-24T12:00:00Z", key: "token_expired", admitted: 0, rejected: 3 },
  ],
};

test("has a step for every hour and marks the one in which something was changed", () => {
  const change = { time: "2026-11-24T11:20:00Z", id: "web" } as Change;
  const before = { time: "2026-11-24T09:59:00Z", id: "old" } as Change;
  const steps = toSteps(TRAFFIC, [change, before], "hour");
  expect(steps.map(({ admitted, rejected }) => [admitted, rejected])).toEqual([
    [4, 0],
    [0, 0],
    [3, 5],
  ]);
  expect(steps.map(({ changes }) => changes.length)).toEqual([0, 1, 0]);
});

test("sorts reasons by how often they were given", () => {
  expect(toReasons(TRAFFIC)).toEqual([
    { reason: "token_expired", count: 3 },
    { reason: "token_missing", count: 2 },
  ]);
});

test("asks for whole steps that end with the one that has begun", () => {
  const now = Date.parse("2026-11-24T12:34:56Z");
  expect(spanOf({ range: "1h" }, now)).toEqual({
    from: "2026-11-24T11:35:00.000Z",
    to: "2026-11-24T12:35:00.000Z",
    bucket: "minute",
  });
  expect(spanOf({ range: "7d" }, now)).toMatchObject({ from: "2026-11-17T13:00:00.000Z" });
});

test("divides a time of one's own into steps that are still kept", () => {
  const now = Date.parse("2026-11-24T12:34:56Z");
  const hours = { from: "2026-11-24T09:10:30Z", to: "2026-11-24T11:00:00Z" };
  expect(spanOf(hours, now)).toEqual({
    from: "2026-11-24T09:10:00.000Z",
    to: "2026-11-24T11:00:00.000Z",
    bucket: "minute",
  });
  const longAgo = { from: "2026-11-01T09:10:30Z", to: "2026-11-01T11:10:00Z" };
  expect(spanOf(longAgo, now)).toEqual({
    from: "2026-11-01T09:00:00.000Z",
    to: "2026-11-01T12:00:00.000Z",
    bucket: "hour",
  });
  expect(spanOf({ from: "2026-10-01T00:00:00Z" }, now).bucket).toBe("day");
  expect(spanOf({ to: "2026-11-24T11:00:00Z" }, now).from).toBe("2026-11-23T11:00:00.000Z");
});
