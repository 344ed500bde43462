import { expect, type Page } from "@playwright/test";
import { expectAccessible, projectWithClient, put, signIn, test } from "./console";

function rowOf(page: Page, name: string) {
  return page.getByRole("row", { name: new RegExp(name) });
}

async function choose(page: Page, name: string, action: RegExp) {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("creates a project and a client, then revokes it with a confirmation", async ({ page }) => {
  await signIn(page, "projects");
  await page.getByRole("button", { name: "Create project" }).click();
  const dialog = page.getByRole("dialog", { name: "Create project" });
  await dialog.getByLabel("Name").fill("Web shop");
  await dialog.getByLabel("ID").fill("web-shop");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(
    page.getByRole("status").filter({ hasText: /Created on 1\/1 gateways in \d+ ms/ }),
  ).toBeVisible();

  await page.getByRole("link", { name: "Web shop" }).click();
  await expect(page.getByRole("heading", { name: /No request in the last/ })).toBeVisible();
  await expectAccessible(page, "overview-empty");
  await page.getByRole("link", { name: "Clients", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No client yet" })).toBeVisible();
  await expectAccessible(page, "clients-empty");
  await page.getByRole("button", { name: "Add client" }).first().click();
  await expect(page.getByText("This project trusts no issuer yet")).toBeVisible();
  await expectAccessible(page, "client-create-no-issuer");

  await put("/projects/web-shop/issuers/google", { kind: "google" });
  await page.reload();
  const form = page.getByRole("dialog", { name: "Add client" });
  await form.getByRole("button", { name: "Create client" }).click();
  await expect(form.getByText("Enter the OAuth client ID")).toBeVisible();
  await form.getByLabel("Name").fill("Storefront");
  await form.getByLabel("Client ID").fill("407408718192-abc123.apps.googleusercontent.com");
  await form.getByLabel("Authorised JavaScript origins").fill("https://shop.example.com/");
  await page.keyboard.press("Enter");
  await form.getByRole("button", { name: "Create client" }).click();
  await expect(rowOf(page, "Storefront")).toContainText("Allowed");

  await choose(page, "Storefront", /Revoke/);
  const revoke = page.getByRole("dialog", { name: "Revoke Storefront?" });
  await expect(revoke).toContainText("Every token issued for");
  await revoke.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(
    revoke
      .getByRole("status")
      .filter({ hasText: /Revoked on 1\/1 gateways in \d+ ms · revision \d+/ }),
  ).toBeVisible();
  await expectAccessible(page, "client-revoked");
  await revoke.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: "Actions for Storefront" })).toBeFocused();
  await expect(rowOf(page, "Storefront")).toContainText("Revoked");

  await choose(page, "Storefront", /Allow again/);
  await expect(rowOf(page, "Storefront")).toContainText("Allowed");
});

test("revokes by keyboard alone and gives the focus back", async ({ page }) => {
  await projectWithClient("keyboard", "web", "Keyboard client");
  await signIn(page, "p/keyboard/clients");
  const opener = page.getByRole("button", { name: "Actions for Keyboard client" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit…" })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /Revoke/ });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit…" })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(
    dialog.getByRole("status").filter({ hasText: "Revoked on 1/1 gateways" }),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
});

test("disables a client, finds it by the filter in the URL, and allows it", async ({ page }) => {
  await projectWithClient("pausing", "web", "Paused client");
  await signIn(page, "p/pausing/clients");
  await choose(page, "Paused client", /Disable/);
  await page.getByRole("dialog").getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto("p/pausing/clients?state=disabled");
  await expect(rowOf(page, "Paused client")).toContainText("Disabled");
  await choose(page, "Paused client", /Allow/);
  await expect(page.getByRole("heading", { name: "No client matches" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rowOf(page, "Paused client")).toContainText("Allowed");
});

test("shows both versions when two pages edit one client", async ({ page, context }) => {
  await projectWithClient("conflict", "web", "Before");
  await signIn(page, "p/conflict/clients?edit=web");
  const other = await context.newPage();
  await other.goto("p/conflict/clients?edit=web"); // the session is the browser's

  await page.getByRole("dialog").getByLabel("Name").fill("Mine");
  await other.getByRole("dialog").getByLabel("Name").fill("Theirs");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(
    other.getByRole("status").filter({ hasText: "Saved on 1/1 gateways" }),
  ).toBeVisible();

  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Changed by somebody else" });
  await expect(dialog.getByRole("row", { name: "Name Mine Theirs" })).toBeVisible();
  await expectAccessible(page, "client-conflict");
  await dialog.getByRole("button", { name: "Apply mine on top" }).click();
  await expect(rowOf(page, "Mine")).toBeVisible();
});
