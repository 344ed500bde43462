import { expect } from "@playwright/test";
import { projectWithClient, put, server, signIn, test } from "./console";

test("lists a request that the gateway has just rejected", async ({ page }) => {
  await projectWithClient("audited", "web", "Audited");
  await put("/projects/audited/backends/echo", { targets: [{ url: "http://127.0.0.1:9" }] });
  await put("/projects/audited/routes/orders", {
    hosts: ["*"],
    pathPrefix: "/audited",
    backend: "echo",
  });
  const rejected = await fetch(`${server.gateway()}/audited/orders`, {
    headers: { "X-Request-Id": "e2e-without-token" },
  });
  expect(rejected.status).toBe(401);

  await signIn(page, "p/audited/rejections");
  const row = page.getByRole("row", { name: /e2e-without-token/ });
  await expect(row).toContainText("token_missing");
  await expect(row).toContainText("/audited/orders");
  await expect(row).toContainText("orders");

  await page.getByRole("combobox", { name: "Reason" }).fill("expired");
  await page.getByRole("option", { name: "Token expired" }).click();
  await expect(page).toHaveURL(/reason=token_expired/);
  await expect(page.getByRole("heading", { name: "No rejection matches" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Filtered by reason “Token expired”.")).toBeVisible();
});

test("lists requests without a route under all projects", async ({ page }) => {
  await fetch(`${server.gateway()}/nowhere`, { headers: { "X-Request-Id": "e2e-no-route" } });
  await signIn(page, "rejections?reason=route_not_found");
  await expect(page.getByRole("row", { name: /e2e-no-route/ })).toContainText("/nowhere");
});
