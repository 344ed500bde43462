import { expect } from "@playwright/test";
import { expectAccessible, projectWithClient, server, signIn, test } from "./console";
import { startGateway } from "./portcullis";

test("names a gateway that stands still, and claims success once its lease is out", async ({
  page,
}) => {
  const second = await startGateway(server.data());
  try {
    await projectWithClient("paused", "paused-web", "Waited for");
    await signIn(page, "p/paused/clients");
    await page.getByRole("button", { name: "Actions for Waited for" }).click();
    await page.getByRole("menuitem", { name: /Revoke/ }).click();
    const dialog = page.getByRole("dialog", { name: "Revoke Waited for?" });
    const answer = page.waitForResponse((response) => response.request().method() === "PATCH");
    second.pause();
    await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(
      dialog.getByRole("status").getByText(`${second.name} has not confirmed`),
    ).toBeVisible();
    await expect(dialog.getByText(/Revoked/)).toBeHidden();

    expect((await answer).headers()["portcullis-confirmed"]).toMatch(/applied=1; expired=1/);
    await expect(dialog.getByRole("status")).toContainText(
      /Revoked on 1\/2 gateways in \d+ ms · revision \d+ · 1 lost the lease and reject everything/,
    );
    await expect(dialog.getByText("has not confirmed")).toBeHidden();
    await expectAccessible(page, "client-revoked-paused");
  } finally {
    await second.stop();
  }
});
