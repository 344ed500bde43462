import { afterEach, expect, test } from "vitest";
import { fromLocal, toLocal } from "./localTime";
import { preferences } from "./preferences";
import { absoluteTime } from "./time";

afterEach(() => preferences.set({ zone: "local" }));

test("tells and takes times in UTC for who has chosen that", () => {
  preferences.set({ zone: "utc" });
  expect(absoluteTime("2026-03-01T23:30:00Z")).toContain("UTC");
  expect(toLocal("2026-03-01T23:30:00Z")).toBe("2026-03-01T23:30");
  expect(fromLocal("2026-03-01T23:30")).toBe("2026-03-01T23:30:00.000Z");
});
