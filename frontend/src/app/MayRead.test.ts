import { expect, test } from "vitest";
import { whomToAsk } from "./MayRead";

const OLGA = { name: "olga@example.com" };
const OTTO = { name: "otto@example.com", projects: ["shop"] };

test("names the owners of the project before those of everything", () => {
  expect(whomToAsk([OLGA, OTTO], "shop")).toBe(
    "To get more, ask an owner: otto@example.com, olga@example.com.",
  );
});

test("names no owner of another project", () => {
  expect(whomToAsk([OTTO], "stock")).toBe("To get more, ask an owner of this installation.");
  expect(whomToAsk([OLGA, OTTO], undefined)).toContain("olga");
  expect(whomToAsk([OLGA, OTTO], undefined)).not.toContain("otto");
});
