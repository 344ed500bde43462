import { expect, type Page } from "@playwright/test";
import { beSignedIn, put, server, test } from "./console";

/** What is stored, without what the server keeps of itself. */
async function stored(page: Page, path: string) {
  const answer = await page.request.get(`${server.admin()}/api/v1/projects/formed/${path}`);
  expect(answer.status()).toBe(200);
  return answer.json();
}

test("creates and changes a backend and a route with what most leave as it is", async ({
  page,
}) => {
  await put("/projects/formed", { displayName: "Formed" });
  await beSignedIn(page);
  await page.goto("p/formed/routes?tab=backends&create=true");
  const form = page.getByRole("dialog");
  const saved = page.getByRole("status").filter({ hasText: /(Created|Saved) on 1\/1 gateways/ });
  await form.getByRole("textbox", { name: "ID" }).fill("orders");
  await form.getByRole("textbox", { name: "URL" }).fill("http://127.0.0.1:9");
  await form.getByRole("button", { name: "TLS to https targets" }).click();
  await form.getByRole("textbox", { name: "Name in their certificate" }).fill("orders.internal");
  await form.getByRole("button", { name: "Which target gets a request" }).click();
  await form.getByRole("combobox", { name: "Method" }).click();
  await page.getByRole("option", { name: "The same for the same caller" }).click();
  await form.getByRole("button", { name: "When it fails or is full" }).click();
  await form.getByRole("switch", { name: /^Limit what is under way/ }).click();
  await form.getByRole("textbox", { name: "Requests under way" }).fill("500");
  await form.getByRole("button", { name: "Create backend" }).click();

  const name = form.getByRole("textbox", { name: "Name in their certificate" });
  await expect(name).toHaveAccessibleDescription(/means nothing without a target .* https/);
  await name.fill("");
  await form.getByRole("button", { name: "Create backend" }).click();
  await expect(saved).toBeVisible();
  const loadBalancing = { method: "consistent-hash", hashBy: "address" };
  const backend = await stored(page, "backends/orders");
  expect(backend).toMatchObject({ loadBalancing, limits: { maxRequests: 500 } });
  expect(backend).not.toHaveProperty("tls");

  await page.goto("p/formed/routes?tab=backends&edit=orders");
  await form.getByRole("button", { name: /^When it fails or is full.*limits/ }).click();
  await form.getByRole("textbox", { name: "Requests that may wait" }).fill("20");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(saved).toBeVisible();
  expect(await stored(page, "backends/orders")).toMatchObject({
    loadBalancing,
    limits: { maxRequests: 500, maxPending: 20 },
  });

  await page.goto("p/formed/routes?create=true");
  await form.getByRole("textbox", { name: "ID" }).fill("orders");
  await form.getByRole("textbox", { name: "Path prefix" }).fill("/formed/orders");
  await form.getByRole("combobox", { name: "Backend", exact: true }).click();
  await page.getByRole("option", { name: "orders" }).click();
  await form.getByRole("button", { name: "Path at the backend" }).click();
  await form.getByRole("combobox", { name: "What the backend gets of the path" }).click();
  await page.getByRole("option", { name: "Another prefix in its place" }).click();
  await form.getByRole("textbox", { name: "Prefix in its place" }).fill("/v2/orders");
  await form.getByRole("button", { name: "Header fields that the backend gets" }).click();
  await form.getByRole("button", { name: "Set a field" }).click();
  await form.getByRole("textbox", { name: "Field" }).fill("Host");
  await form.getByRole("textbox", { name: "Value" }).fill("elsewhere");
  await form.getByRole("button", { name: "Create route" }).click();
  const field = form.getByRole("textbox", { name: "Field" });
  await expect(field).toHaveAccessibleDescription(/the gateway's own/);
  await field.fill("X-Channel");
  await form.getByRole("button", { name: "Create route" }).click();
  await expect(saved).toBeVisible();
  expect(await stored(page, "routes/orders")).toMatchObject({
    rewrite: { pathPrefix: "/v2/orders" },
    requestHeaders: { set: [{ name: "X-Channel", value: "elsewhere" }] },
  });
});
