import { expect } from "@playwright/test";
import { projectWithClient, server, signIn, test } from "./console";

test("leads from an empty project by its guide to what was rejected, and why", async ({ page }) => {
  await projectWithClient("seen", "seen-web", "Seen client");
  await signIn(page, "setup?project=seen");
  await expect(page.getByText("Done: Seen client")).toBeVisible();
  const service = page.getByRole("region", { name: "Lead to a service" });
  await service.getByLabel("URL of the service").fill("http://127.0.0.1:9");
  await service.getByLabel("Path prefix").fill("/seen");
  await service.getByRole("button", { name: "Lead requests there" }).click();
  await expect(service.getByText("Done: /seen → main")).toBeVisible();

  const rejected = await fetch(`${server.gateway()}/seen/orders`);
  expect(rejected.status).toBe(401);
  await expect(page.getByText("1 rejected so far, none admitted yet.")).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or paste" }).fill("Project seen");
  await page.getByRole("button", { name: /^Project seen/ }).click();
  await expect(page).toHaveURL(/\/p\/seen\/overview/);
  await expect(page.getByRole("link", { name: /created route main/ })).toBeVisible();
  await page.getByRole("link", { name: "No token" }).click();
  await expect(page).toHaveURL(/\/p\/seen\/rejections\?.*reason=token_missing/);
  await expect(page.getByRole("row", { name: /\/seen\/orders/ })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or paste" }).fill("seen-web");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/p\/seen\/clients\?q=seen-web/);
  await expect(page.getByRole("row", { name: /Seen client/ })).toBeVisible();
});
