import { createServer } from "node:net";
import { expect, type Page } from "@playwright/test";
import { test as base, expectAccessible } from "./console";
import { type Running, start } from "./portcullis";

/** The demo: its console signs in with its own OpenID provider, whose people have no passwords. */
const test = base.extend<object, { demo: Running }>({
  demo: [
    async ({ browserName: _ }, use) => {
      const demo = await start("demo", { PORTCULLIS_ADMIN_PORT: String(await freePort()) });
      await use(demo);
      await demo.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ demo }, use) => use(`${demo.admin}/console/`),
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function signInAs(page: Page, name: string) {
  await page.getByRole("link", { name: /Sign in with 127\.0\.0\.1/ }).click();
  await page.getByRole("button", { name }).click();
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
}

test("an owner signs in with the provider and makes somebody a viewer, who may read alone", async ({
  page,
}) => {
  await page.goto("operators");
  await expect(page.getByRole("link", { name: /Sign in with/ })).toBeVisible();
  await expectAccessible(page, "sign-in-with-provider");
  await signInAs(page, "Mallory");
  await expect(page.getByText(/you are no operator here/)).toBeVisible();
  await expectAccessible(page, "not-let-in");

  await page.goto("operators");
  await signInAs(page, "Alice");
  await expect(page).toHaveURL(/\/console\/operators$/);
  await expect(page.getByRole("row", { name: /alice@example\.com/ })).toContainText("owner");

  await page.getByRole("button", { name: "Actions for alice@example.com" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText(/owner/);
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Add operator" }).click();
  const form = page.getByRole("dialog", { name: "Add operator" });
  await form.getByRole("textbox", { name: "E-mail" }).fill("mallory@example.org");
  await expect(form.getByRole("textbox", { name: /^ID/ })).toHaveValue("mallory");
  await form.getByRole("button", { name: "Add operator" }).click();
  await expect(
    page.getByRole("status").filter({ hasText: "Added mallory@example.org" }),
  ).toBeVisible();
  await expect(page.getByRole("row", { name: /mallory@example\.org/ })).toContainText("viewer");
  await signOut(page);

  await signInAs(page, "Mallory");
  await expect(page.getByRole("row", { name: /mallory@example\.org/ })).toBeVisible();
  const add = page.getByRole("button", { name: "Add operator" });
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await add.focus();
  await expect(page.getByRole("tooltip")).toContainText("operators.write");
  await page.getByRole("button", { name: "Account" }).click();
  await expect(page.getByText("viewer of all projects")).toBeVisible();
});

test("signs in again in another window, above what was typed", async ({ page, context }) => {
  await page.goto("p/demo/clients?create=true");
  await signInAs(page, "Alice");
  await page.getByRole("dialog").getByLabel("Name").fill("Typed before");
  await page.getByRole("dialog").getByLabel("Client ID").fill("typed-before");
  await context.clearCookies();
  await page.getByRole("dialog").getByRole("button", { name: "Create client" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await expect(again).toBeVisible();

  const opened = context.waitForEvent("page");
  await again.getByRole("link", { name: /Sign in with/ }).click();
  const window = await opened;
  await window.getByRole("button", { name: "Alice" }).click();
  await expect(window.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  await window.close();

  await expect(again).toBeHidden();
  await page.getByRole("dialog").getByRole("button", { name: "Create client" }).click();
  await expect(
    page.getByRole("status").filter({ hasText: "Created on 1/1 gateways" }),
  ).toBeVisible();
});

test("shows the secret of an API token once, and revokes the token", async ({
  page,
  request,
  demo,
}) => {
  await page.goto("tokens?create=true");
  await signInAs(page, "Alice");
  const form = page.getByRole("dialog", { name: "Create API token" });
  await form.getByLabel("Name").fill("Deployment");
  await form.getByRole("button", { name: "Create API token" }).click();
  const shown = page.getByRole("dialog", { name: "API token “Deployment”" });
  const secret = await shown.getByLabel("API token", { exact: true }).innerText();
  await expectAccessible(page, "token-secret");
  await shown.getByRole("checkbox").check();
  await shown.getByRole("button", { name: "Done" }).click();

  const call = () =>
    request.get(`${demo.admin}/api/v1/projects`, {
      headers: { Authorization: `Bearer ${secret}` },
    });
  expect((await call()).status()).toBe(200);
  await page.getByRole("button", { name: "Actions for Deployment" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: /Deployment/ })).toContainText("Revoked");
  expect((await call()).status()).toBe(401);
});
