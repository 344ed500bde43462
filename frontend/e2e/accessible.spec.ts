import { expect, type Page } from "@playwright/test";
import { api, beSignedIn, expectAccessible, expectNarrow, server, test } from "./console";
import { type Sample, startSample } from "./sample";

/** What opens above a screen, and how; it is closed with Escape. */
interface Opened {
  name: string;
  open: (page: Page) => Promise<unknown>;
  within: string;
}

interface Screen {
  path: string;
  /** What is there once the screen has its data. */
  shows: string | RegExp;
  above?: Opened[];
}

const DIALOG = '[role="dialog"]';
const MENU = '[role="menu"]';

function dialog(name: string, open: Opened["open"]): Opened {
  return { name, open, within: DIALOG };
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole("button", { name }).first().click();

/** By the menu of a row. */
const choose = (row: string, action: string) => async (page: Page) => {
  await page.getByRole("button", { name: `Actions for ${row}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
};

/** With every part of its form open. */
function unfolded(open: Opened["open"]): Opened["open"] {
  return async (page) => {
    await open(page);
    const closed = page.getByRole("dialog").locator('form button[aria-expanded="false"]');
    await expect(closed.first()).toBeVisible();
    while ((await closed.count()) > 0) {
      await closed.first().click();
    }
  };
}

const OF_PROJECT: Screen[] = [
  { path: "overview", shows: "Requests over time" },
  {
    path: "clients",
    shows: "Web storefront",
    above: [
      { name: "menu", within: MENU, open: press("Actions for Web storefront") },
      dialog("create", press("Add client")),
      dialog("many", async (page) => {
        await press("Add many")(page);
        await page.getByRole("textbox", { name: /one in each line/ }).fill("one, One\ntwo words");
      }),
      dialog("edit", choose("Web storefront", "Edit…")),
      dialog("revoke", choose("Web storefront", "Revoke…")),
      dialog("bulk", async (page) => {
        await page.getByRole("checkbox", { name: "Select Web storefront" }).check();
        await page
          .getByRole("region", { name: "Selected clients" })
          .getByRole("button", { name: "Disable…" })
          .click();
      }),
    ],
  },
  { path: "clients?q=nothing-like-it", shows: "No client matches" },
  {
    path: "access",
    shows: "ada@example.com",
    above: [
      dialog("create", press("Add grant")),
      dialog("many", press("Add many")),
      dialog("edit", choose("user:ada@example.com", "Edit…")),
      dialog("remove", choose("user:ada@example.com", "Remove…")),
    ],
  },
  {
    path: "access?tab=sign-outs",
    shows: "Lost phone",
    above: [dialog("sign-out", press("Sign out…"))],
  },
  {
    path: "access?tab=tokens",
    shows: "Leaked",
    above: [dialog("revoke", press("Revoke a token…"))],
  },
  {
    path: "routes",
    shows: "Public",
    above: [
      dialog("create", press("Add route")),
      dialog("edit", unfolded(choose("orders", "Edit…"))),
    ],
  },
  {
    path: "routes?tab=backends",
    shows: "HTTP/1.1",
    above: [
      dialog("create", press("Add backend")),
      dialog("edit", unfolded(choose("orders", "Edit…"))),
      dialog("remove", choose("orders", "Remove…")),
    ],
  },
  {
    path: "issuers",
    shows: "accounts.google.com",
    above: [
      dialog("create", press("Add issuer")),
      dialog("edit", choose("staff", "Edit…")),
      dialog("test", choose("staff", "Test, and show its keys…")),
      dialog("remove", choose("staff", "Remove…")),
    ],
  },
  {
    path: "rejections",
    shows: "Token expired",
    above: [{ name: "export", within: MENU, open: press("Export") }],
  },
  { path: "rejections?open=acme-leaver", shows: "What was checked then" },
  { path: "rejections?open=acme-forged", shows: "No quick fix" },
  { path: "rejections?reason=client_disabled&range=9y", shows: "range=9y" },
  { path: "inspector", shows: "Inspector" },
  { path: "inspector?tab=simulator", shows: "May they?" },
  {
    path: "changes",
    shows: "old-partner",
    above: [dialog("change", press(/Changed client storefront/))],
  },
];

const OF_ALL: Screen[] = [
  { path: "projects", shows: "Acme shop", above: [dialog("create", press("Create project"))] },
  { path: "rejections", shows: "Token expired" },
  { path: "changes", shows: "acme" },
  { path: "gateways", shows: "Current" },
  {
    path: "operators",
    shows: "olga@example.com",
    above: [
      dialog("add", press("Add operator")),
      dialog("edit", choose("olga@example.com", "Edit…")),
      dialog("end sessions", choose("olga@example.com", "End sessions…")),
      dialog("remove", choose("olga@example.com", "Remove…")),
    ],
  },
  {
    path: "tokens",
    shows: "Deployment",
    above: [
      dialog("create", press("Create API token")),
      dialog("revoke", choose("Deployment", "Revoke…")),
    ],
  },
  { path: "setup?project=acme", shows: /^Done: .*Storefront/ },
  {
    path: "settings",
    shows: "PORTCULLIS_LEASE",
    above: [dialog("end others", press("End all others…"))],
  },
  {
    path: "no/such/page",
    shows: "No such page",
    above: [
      { name: "appearance", within: MENU, open: press(/Appearance/) },
      { name: "account", within: MENU, open: press("Account") },
      dialog("shortcuts", (page) => page.keyboard.press("Shift+?")),
      dialog("palette", async (page) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("textbox", { name: "Search or paste" }).fill("storefront");
      }),
    ],
  },
  { path: "p/missing/clients", shows: "does not exist" },
  { path: "signed-in", shows: "You are signed in" },
];

test.describe.configure({ timeout: 600_000 }); // many screens, on a machine that may be busy

let sample: Sample;

test.beforeAll(async () => {
  sample = await startSample();
  await api("POST", "/session", {}); // one more, which can be ended
  await api("PUT", "/operators/olga", { email: "olga@example.com", role: "viewer" });
  await api("POST", "/api-tokens", { name: "Deployment", role: "editor", projects: ["acme"] });
});

test.afterAll(() => sample.stop());

/** What is wrong with one screen does not hide what is wrong with the next. */
async function sweep(page: Page, screens: Screen[], below: string) {
  await beSignedIn(page);
  for (const screen of screens) {
    await look(page, below, screen).catch((fault: Error) =>
      expect.soft(fault.message, screen.path).toBe(""),
    );
  }
}

async function look(page: Page, below: string, { path, shows, above = [] }: Screen) {
  await page.goto(below + path);
  const place = page.getByRole("main").or(page.getByRole("dialog"));
  await expect(place.getByText(shows).first()).toBeVisible();
  await expectNoBarrier(page, path);
  for (const { name, open, within } of above) {
    await open(page);
    await expect(page.locator(within).first()).toBeVisible();
    await expectNoBarrier(page, `${path}, ${name}`, within);
    await page.keyboard.press("Escape");
    await expect(page.locator(within)).toHaveCount(0);
  }
}

async function expectNoBarrier(page: Page, name: string, within?: string) {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expectAccessible(page, name, within);
  await expectNarrow(page, name);
}

test("no screen of a project, nor what opens above it, has a barrier", async ({ page }) => {
  await sweep(page, OF_PROJECT, "p/acme/");
});

test("no screen of all projects, nor what opens above it, has a barrier", async ({ page }) => {
  await sweep(page, OF_ALL, "");
});

test("no page outside of the console has a barrier", async ({ page }) => {
  await page.goto("");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectNarrow(page, "sign-in");
  await page.goto(`${server.gateway()}/acme/orders`);
  await expect(page.getByRole("heading")).toBeVisible();
  await expectAccessible(page, "a rejection by the gateway");
  await expectNarrow(page, "a rejection by the gateway");
});
