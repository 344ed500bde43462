import { beforeEach, expect, test } from "vitest";
import { backwards, faultsOf, momentsOf } from "./customTime";
import { preferences } from "./preferences";

const NOW = Date.parse("2026-11-24T12:00:00Z");

beforeEach(() => preferences.set({ zone: "utc" }));

test.each([
  ["", "", { from: "Say when it begins" }],
  ["2026-11-24T13:00", "", { from: "Begins in the future: nothing can have happened" }],
  ["2026-11-24T10:00", "2026-11-24T10:00", { to: "Ends before it begins" }],
  ["2026-11-24T10:00", "2026-11-24T09:00", { to: "Ends before it begins" }],
  ["99999-01-01T00:00", "", { from: "Not a date with a time" }],
  ["2026-11-24T10:00", "99999-01-01T00:00", { to: "Not a date with a time" }],
  ["2026-11-24T10:00", "", {}],
  ["2026-11-24T10:00", "2026-11-25T10:00", {}],
])("says of the time from %j until %j: %j", (from, to, faults) => {
  expect(faultsOf({ from, to }, NOW)).toEqual(faults);
});

test("writes moments as the URL does, with an open end where none was given", () => {
  expect(momentsOf({ from: "2026-11-24T10:00", to: "" })).toEqual({
    from: "2026-11-24T10:00:00.000Z",
    to: undefined,
  });
});

test("finds moments that are the wrong way round", () => {
  const [from, to] = ["2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"];
  expect(backwards({ from: to, to: from })).toEqual(["from", "to"]);
  expect(backwards({ from, to })).toEqual([]);
  expect(backwards({ from })).toEqual([]);
});
