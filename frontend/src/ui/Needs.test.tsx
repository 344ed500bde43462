import { readFileSync } from "node:fs";
import { Button } from "@mantine/core";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { PERMISSIONS, problemWith } from "../api/whoami";
import { OWNER, show, VIEWER } from "../testing/render";
import { Needs } from "./Needs";

function button(onClick: () => void) {
  return (
    <Needs permission="clients.write" over={{ project: "shop" }}>
      <Button onClick={onClick}>Add client</Button>
    </Needs>
  );
}

test("lets those with the permission act", async () => {
  const act = vi.fn();
  show(button(act));
  await userEvent.click(screen.getByRole("button", { name: "Add client" }));
  expect(act).toHaveBeenCalled();
});

test("keeps a locked button in reach and says which permission it needs", async () => {
  const act = vi.fn();
  show(button(act), VIEWER);
  const locked = screen.getByRole("button", { name: "Add client" });
  expect(locked).toHaveAttribute("aria-disabled", "true");
  await userEvent.tab();
  expect(locked).toHaveFocus();
  expect(await screen.findByRole("tooltip")).toHaveTextContent("clients.write");
  await userEvent.click(locked);
  expect(act).not.toHaveBeenCalled();
});

test("tells roles over some projects from those over all", () => {
  const some = { ...OWNER, projects: ["shop"] };
  expect(problemWith(some, "clients.write", { project: "shop" })).toBeUndefined();
  expect(problemWith(some, "clients.write", { project: "other" })).toContain("project other");
  expect(problemWith(some, "operators.read", "all")).toContain("over all projects");
  expect(problemWith(some, "gateways.read", "own")).toBeUndefined();
});

test("knows every permission of the API document", () => {
  const document = readFileSync("../src/main/resources/openapi.yaml", "utf8");
  const roles = document.slice(
    document.indexOf("x-portcullis-roles:\n"),
    document.indexOf("\ntags:"),
  );
  const named = [...roles.matchAll(/^ {6}- (.+)$/gm)].map(([, name]) => name);
  expect([...PERMISSIONS].sort()).toEqual(named.sort());
});
