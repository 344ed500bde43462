import { expect, test } from "vitest";
import { mergePatch } from "./mergePatch";

test("names what is gone as null, and leaves out what stays", () => {
  const before = { name: "Web", expiresAt: "2030", limits: { a: 1, b: 2 }, list: [1, 2] };
  const after = { name: "Web", limits: { b: 3, c: 4 }, list: [2] };
  expect(mergePatch(before, after)).toEqual({
    expiresAt: null,
    limits: { a: null, b: 3, c: 4 },
    list: [2],
  });
});
