import { expect } from "@playwright/test";
import { expectAccessible, server, signIn, test } from "./console";

test("says that a token is wrong, and takes the right one", async ({ page }) => {
  await page.goto("");
  await page.getByLabel("Set-up token").fill("not-the-token-at-all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText("This server takes no such token.");
  await expectAccessible(page, "sign-in-wrong");

  await page.getByLabel("Set-up token").fill(server.token());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Projects", level: 1 })).toBeVisible();
});

test("leads from the root to the console and back to the page asked for", async ({ page }) => {
  await page.goto(server.admin());
  await expect(page).toHaveURL(/\/console\//);
  await signIn(page, "gateways");
  await expect(page.getByRole("heading", { name: "Gateways", level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Gateways", level: 1 })).toBeVisible();
});

test("keeps no token in the browser, and ends the session on signing out", async ({ page }) => {
  await signIn(page);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(kept).not.toContain(server.token());
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("serves a page that is never kept and files that always are", async ({ request, page }) => {
  const answer = await request.get("p/any/clients");
  const policy = answer.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? "none";
  expect(policy).not.toContain("unsafe");
  expect(answer.headers()["cache-control"]).toBe("no-store");
  expect(await answer.text()).toContain(`content="${nonce}"`);
  expect((await request.get("assets/none.js")).status()).toBe(404);

  const script = page.waitForResponse(/assets\/.*\.js$/);
  await page.goto("");
  expect((await script).headers()["cache-control"]).toContain("immutable");
  const again = await request.get("");
  expect(again.headers()["content-security-policy"]).not.toBe(policy);
});
