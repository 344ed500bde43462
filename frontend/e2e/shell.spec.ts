import { expect } from "@playwright/test";
import { expectAccessible, expectNarrow, projectWithClient, server, signIn, test } from "./console";

test("shows each gateway with its revision, lag and lease", async ({ page }) => {
  await signIn(page, "gateways");
  const row = page.getByRole("table", { name: "Gateways" }).getByRole("row").nth(1);
  await expect(row).toContainText("Current");
  await expect(row).toContainText("2.4 s");
});

test("switches projects and stays on the same page", async ({ page }) => {
  await projectWithClient("first", "web", "First client");
  await projectWithClient("second", "web", "Second client");
  await signIn(page, "p/first/clients");
  await expect(page.getByRole("row", { name: /First client/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Project" }).click();
  await expectAccessible(page, "project-switcher");
  await page.getByRole("option", { name: "Project second" }).click();
  await expect(page).toHaveURL(/\/p\/second\/clients/);
  await expect(page.getByRole("row", { name: /Second client/ })).toBeVisible();
});

test("says once which part of a link was not understood, and shows a time of one's own", async ({
  page,
}) => {
  await projectWithClient("linked", "web", "Linked client");
  await signIn(page, "p/linked/overview?range=9y");
  const notice = page.getByRole("status").filter({ hasText: "range=9y" });
  await expect(notice).toContainText("the last 24 hours are shown instead");
  await expect(page).not.toHaveURL(/range/);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toBeHidden();

  await page.getByRole("button", { name: "Custom time…" }).click();
  const form = page.getByRole("form", { name: "Custom time" });
  await form.getByLabel("From").fill("2026-11-01T10:00");
  await form.getByLabel("Until").fill("2026-11-01T09:00");
  await form.getByRole("button", { name: "Show" }).click();
  await expect(form).toContainText("Ends before it begins");
  await expectAccessible(page, "custom time");
  await expectNarrow(page, "custom time");
  await form.getByLabel("Until").fill("2026-11-01T12:00");
  await form.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/from=2026-11-01T/);
  await expect(page.getByRole("heading", { name: "No request in this time" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "No request in this time" })).toBeVisible();
  await expect(page.getByText("Part of this link")).toBeHidden();
});

test("keeps the chosen appearance", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: /Appearance/ }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("tells about a project or a page that does not exist", async ({ page }) => {
  await signIn(page, "p/missing/clients");
  await expect(page.getByRole("alert")).toContainText("Project 'missing' does not exist.");
  await page.goto("no/such/page");
  await expect(page.getByRole("heading", { name: "No such page" })).toBeVisible();
});

test("asks to sign in again when the token is no longer taken, over what was typed", async ({
  page,
}) => {
  await projectWithClient("expiring", "web", "Expiring client");
  await signIn(page, "p/expiring/clients?edit=web");
  await page.getByRole("dialog").getByLabel("Name").fill("Typed before");
  await page.route("**/api/v1/projects/expiring/**", (route) =>
    route.fulfill({ status: 401, contentType: "application/problem+json", body: "{}" }),
  );
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await expectAccessible(page, "sign-in-again");
  await page.unroute("**/api/v1/projects/expiring/**");
  await page.getByLabel("Set-up token").fill(server.token());
  await page.keyboard.press("Enter");

  const form = page.getByRole("dialog", { name: "Edit client" });
  await expect(form.getByLabel("Name")).toHaveValue("Typed before");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved on 1/1 gateways" })).toBeVisible();
});

test("goes and acts by single keys, until they are switched off", async ({ page }) => {
  await projectWithClient("keys", "web", "Keys client");
  await signIn(page, "p/keys/overview");
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("row", { name: /Keys client/ })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Edit client" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "Add client" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search or paste" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto("settings");
  const personal = page.getByRole("region", { name: "Personal" });
  await personal.getByRole("radio", { name: /^UTC/ }).check();
  await expect(personal.getByText(/Now: .* UTC/)).toBeVisible();
  await personal.getByRole("switch", { name: "Single keys" }).click();
  await page.reload();
  await expect(personal.getByRole("switch", { name: "Single keys" })).not.toBeChecked();
  await page.keyboard.press("Shift+?");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toHaveCount(1);
});

test("says when the API is away, and which right is missing", async ({ page }) => {
  await signIn(page, "gateways");
  const current = page.getByRole("table", { name: "Gateways" }).getByText("Current");
  await expect(current).toBeVisible();
  await page.route("**/api/v1/**", (route) => route.abort());
  const away = page.getByText("The console cannot reach the admin API");
  await expect(away).toBeVisible();
  await expect(current).toBeVisible(); // what was known last stays
  await page.unroute("**/api/v1/**");
  await expect(away).toBeHidden();

  await page.route("**/api/v1/whoami", (route) =>
    route.fulfill({ json: { actor: "v", role: "viewer", permissions: ["projects.read"] } }),
  );
  await page.goto("gateways");
  await expect(page.getByText("Needs the permission gateways.read")).toBeVisible();
  await expect(page.getByText("You are viewer of all projects")).toBeVisible();
  await expect(page.getByText("To get more, ask an owner")).toBeVisible();
});
