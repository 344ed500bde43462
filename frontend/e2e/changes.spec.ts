import { expect } from "@playwright/test";
import { expectAccessible, projectWithClient, signIn, test } from "./console";

test("tells who changed what, and reverts a change by another", async ({ page }) => {
  await projectWithClient("told", "web", "Told client");
  await signIn(page, "p/told/clients?edit=web");
  await page.getByRole("dialog").getByLabel("Name").fill("Renamed client");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved on 1/1 gateways" })).toBeVisible();

  await page.getByRole("link", { name: "Changes", exact: true }).click();
  await page.getByRole("button", { name: "Check the chain" }).click();
  await expect(page.getByText(/The history is as it was written/)).toBeVisible();
  await page.getByRole("button", { name: "Changed client web" }).click();
  const change = page.getByRole("dialog", { name: "Change" });
  const row = change.getByRole("row", { name: /^name/ });
  await expect(row).toContainText("Told client");
  await expect(row).toContainText("Renamed client");

  await change.getByRole("button", { name: "Revert…" }).click();
  const revert = page.getByRole("dialog", { name: /Revert the change of web/ });
  await revert.getByRole("button", { name: "Revert", exact: true }).click();
  await expect(
    revert.getByRole("status").filter({ hasText: "Reverted on 1/1 gateways" }),
  ).toBeVisible();
  await expectAccessible(page, "change-reverted");
  await page.goto("p/told/clients");
  await expect(page.getByRole("row", { name: /Told client/ })).toBeVisible();
});
