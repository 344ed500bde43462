import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible, put, server, signIn, test } from "./console";
import { type LocalIssuer, serve, startIssuer } from "./issuer";

let issuer: LocalIssuer;
let backend: Awaited<ReturnType<typeof serve>>;

test.beforeAll(async () => {
  issuer = await startIssuer();
  backend = await serve((_, answer) => answer.end("hello from the backend"));
});

test.afterAll(async () => {
  await issuer.stop();
  await backend.stop();
});

const ALICE = { sub: "alice-1", aud: "loop-web", email: "alice@example.com", email_verified: true };

async function call(token: string, requestId: string): Promise<number> {
  const answer = await fetch(`${server.gateway()}/loop/orders`, {
    headers: { Authorization: `Bearer ${token}`, "X-Request-Id": requestId },
  });
  return answer.status;
}

async function go(page: Page, place: string) {
  await page.getByRole("navigation").getByRole("link", { name: place, exact: true }).click();
  await expect(page.getByRole("heading", { name: place, level: 1 })).toBeVisible();
}

async function saved(page: Page, form: string, action: string) {
  await page.getByRole("dialog", { name: form }).getByRole("button", { name: action }).click();
  await expect(page.getByRole("status").filter({ hasText: "Created on 1/1" })).toBeVisible();
}

test.describe.configure({ mode: "serial" }); // each goes on where the one before left the project

test("registers, admits, revokes, explains and mends, all from the console", async ({ page }) => {
  test.setTimeout(240_000); // the whole way, on a machine that may be busy
  const token = issuer.token(ALICE);
  await put("/projects/loop", { displayName: "Loop" });
  await signIn(page, "p/loop/clients");

  await go(page, "Issuers");
  await page.getByRole("button", { name: "Add issuer" }).first().click();
  await page.getByRole("radio", { name: "Keys at a URL" }).click();
  await page.getByRole("textbox", { name: "ID" }).fill("local");
  await page.getByPlaceholder("https://login.example.com").fill(issuer.iss);
  await page.getByPlaceholder("https://login.example.com").press("Enter");
  await page.getByRole("textbox", { name: "URL of its keys (JWKS)" }).fill(issuer.jwksUri);
  await page.getByRole("button", { name: "Test before saving" }).click();
  await expect(page.getByRole("table", { name: "Keys" })).toContainText("e2e-key");
  await expectAccessible(page, "issuer-form");
  await saved(page, "Add issuer", "Create issuer");

  await go(page, "Routes");
  await page.getByRole("tab", { name: "Backends" }).click();
  await page.getByRole("button", { name: "Add backend" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "ID" }).fill("hello");
  await form.getByRole("textbox", { name: "URL" }).fill(backend.url);
  await saved(page, "Add backend", "Create backend");
  await page.getByRole("tab", { name: "Routes" }).click();
  await page.getByRole("button", { name: "Add route" }).first().click();
  await form.getByRole("textbox", { name: "ID" }).fill("orders");
  await form.getByRole("textbox", { name: "Path prefix" }).fill("/loop");
  await form.getByRole("combobox", { name: "Backend", exact: true }).click();
  await page.getByRole("option", { name: "hello" }).click();
  await saved(page, "Add route", "Create route");
  await page.getByLabel("Which route answers?").fill("/loop/orders");
  await page.getByRole("button", { name: "Match" }).click();
  await expect(page.getByText("Without a token it is rejected")).toBeVisible();

  await go(page, "Clients");
  await page.getByRole("button", { name: "Add client" }).first().click();
  await form.getByLabel("Name").fill("Loop shop");
  await form.getByLabel("Client ID").fill(ALICE.aud);
  await saved(page, "Add client", "Create client");

  await go(page, "Access");
  await page.getByRole("button", { name: "Add grant" }).first().click();
  await form.getByRole("textbox", { name: "E-mail address" }).fill(ALICE.email);
  await saved(page, "Add grant", "Create grant");
  expect(await call(token, "loop-1")).toBe(200);

  await page.getByRole("button", { name: "Actions for user:alice@example.com" }).click();
  await page.getByRole("menuitem", { name: /Remove/ }).click();
  const revoking = page.getByRole("dialog", { name: "Remove user:alice@example.com?" });
  await revoking.getByRole("button", { name: "Remove" }).click();
  await expect(revoking).toContainText("Removed on 1/1 gateways");
  expect(await call(token, "loop-2")).toBe(403);
  await revoking.getByRole("button", { name: "Done" }).click();

  await go(page, "Rejections");
  await page
    .getByRole("row", { name: /loop-2/ })
    .getByText("User has no grant")
    .click();
  const drawer = page.getByRole("dialog", { name: "Rejected request" });
  await expect(drawer.getByRole("table", { name: "Verified claims", exact: true })).toContainText(
    ALICE.email,
  );
  await expectAccessible(page, "rejection");
  await drawer.getByRole("button", { name: "Do this…" }).click();
  const fixing = page.getByRole("dialog", { name: "Change the policy?" });
  await fixing.getByRole("button", { name: "Change it" }).click();
  await expect(fixing).toContainText("Changed on 1/1 gateways");
  await fixing.getByRole("button", { name: "Done" }).click();
  await expect(drawer.getByText("Would now be admitted")).toBeVisible();
  expect(await call(token, "loop-3")).toBe(200);
});

test("allows a revoked client again from the rejection of one of its users", async ({ page }) => {
  const token = issuer.token(ALICE);
  await signIn(page, "p/loop/clients");
  await page.getByRole("button", { name: "Actions for Loop shop" }).click();
  await page.getByRole("menuitem", { name: /Revoke/ }).click();
  const revoking = page.getByRole("dialog", { name: /Revoke/ });
  await revoking.getByRole("button", { name: /^Revoke/ }).click();
  await expect(revoking).toContainText("on 1/1 gateways");
  expect(await call(token, "loop-revoked")).toBe(401);

  await page.goto("r/loop-revoked");
  const drawer = page.getByRole("dialog", { name: "Rejected request" });
  await expect(drawer.getByRole("table", { name: "Verified claims", exact: true })).toContainText(
    ALICE.email,
  );
  await drawer.getByRole("button", { name: "Do this…" }).click();
  const fixing = page.getByRole("dialog", { name: "Change the policy?" });
  await fixing.getByRole("button", { name: "Change it" }).click();
  await expect(fixing).toContainText("Changed on 1/1 gateways");
  await fixing.getByRole("button", { name: "Done" }).click();
  await expect(drawer.getByText("Would now be admitted")).toBeVisible();
  expect(await call(token, "loop-restored")).toBe(200);
});

test("offers no fix to whoever wrote a token, follows live, and saves what is listed", async ({
  page,
}) => {
  await signIn(page, "p/loop/rejections?live=true");
  await expect(page.getByText("Following")).toBeVisible();
  expect(await call(issuer.forged({ ...ALICE, email: "=1+1@example.com" }), "loop-forged")).toBe(
    401,
  );
  await expect(page.getByRole("row", { name: /loop-forged/ })).toContainText("Unverified claims");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file).toContain("loop-forged");
  expect(file).toContain("'=1+1@example.com");

  await page.goto("r/loop-forged");
  const drawer = page.getByRole("dialog", { name: "Rejected request" });
  await expect(drawer.getByText("No quick fix")).toBeVisible();
  await expect(drawer.getByRole("button", { name: "Do this…" })).toBeHidden();
});

test("decodes a token in the browser and decides about it as the gateway would", async ({
  page,
}) => {
  await signIn(page, "p/loop/inspector");
  const token = issuer.token(ALICE);
  await page.getByRole("textbox", { name: "Token" }).fill(`Authorization: Bearer ${token}`);
  await expect(page.getByRole("table", { name: "Claims" })).toContainText("alice-1");
  await page.getByLabel("URL or path").fill("/loop/orders");
  await page.getByRole("button", { name: /Check with/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "Admitted" })).toBeVisible();
  await expectAccessible(page, "inspector");
  expect(page.url()).not.toContain(token);
});
