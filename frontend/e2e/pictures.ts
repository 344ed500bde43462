import { expect, type Page } from "@playwright/test";
import { beSignedIn, test } from "./console";
import { type Sample, startSample } from "./sample";

// Draws the pictures of the documentation again: `npm run screenshots`. No part of the tests.

let sample: Sample;

test.beforeAll(async () => {
  sample = await startSample("shop");
});

test.afterAll(() => sample.stop());

async function draw(page: Page, name: string, colorScheme: "light" | "dark") {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
  await page.screenshot({ path: `../docs/images/${name}-${colorScheme}.png` });
}

test("draws the pictures of the documentation", async ({ page }) => {
  await beSignedIn(page);
  await page.goto("p/shop/overview?range=1h");
  // Gateways write what they counted every few seconds.
  await expect(page.getByRole("definition").filter({ hasText: "of all" })).toBeVisible();
  await expect(page.getByRole("link", { name: "No token" })).toBeVisible();
  await draw(page, "overview", "dark");
  await draw(page, "overview", "light");

  await page.goto("p/shop/clients");
  await page.getByRole("button", { name: "Actions for Storefront for iOS" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke Storefront for iOS?" });
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(dialog.getByText(/Revoked on 1\/1 gateways/)).toBeVisible();
  await expect(dialog.getByText(/acts on it/)).toBeVisible();
  await draw(page, "revoked", "light");

  await page.goto(`p/shop/rejections?open=${sample.rejected.verified}`);
  await expect(page.getByRole("dialog").getByText(/What was checked then/)).toBeVisible();
  await draw(page, "rejection", "light");
  await draw(page, "rejection", "dark");

  await page.goto("p/shop/inspector");
  await page.getByRole("textbox", { name: "Token" }).fill(sample.token);
  await page.getByLabel("URL or path").fill("/shop/orders/1001");
  await page.getByRole("button", { name: /Check with/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "Admitted" })).toBeVisible();
  await draw(page, "inspector", "light");
});
