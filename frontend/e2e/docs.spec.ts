import { expect } from "@playwright/test";
import { expectAccessible, server, test } from "./console";

test("renders the API document, and calls the API from it", async ({ page }) => {
  await page.goto(`${server.admin()}/docs/#/access/whoAmI`);
  await expect(page.getByRole("heading", { name: /Portcullis/ })).toBeVisible();
  await page.screenshot({ path: "reports/screens/docs-light.png" });
  await expectAccessible(page, "docs, an operation");
  await page.getByRole("button", { name: "Authorize" }).click();
  await page.getByRole("textbox", { name: "auth-bearer-value" }).fill(server.token());
  await expectAccessible(page, "docs, credentials", ".dialog-ux");
  await page.getByRole("button", { name: "Apply credentials" }).first().click();
  await page.getByRole("button", { name: "Close" }).first().click();

  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(page.locator(".live-responses-table")).toContainText("set-up token");
  await expectAccessible(page, "docs, an answer");

  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveClass(/dark-mode/);
  await page.screenshot({ path: "reports/screens/docs-dark.png" });
});
