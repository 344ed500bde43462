import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; the server's start sets it`);
  }
  return value;
}

export const server = {
  admin: () => required("E2E_ADMIN"),
  gateway: () => required("E2E_GATEWAY"),
  token: () => required("E2E_TOKEN"),
  data: () => required("E2E_DATA"),
};

/** A page that fails its test when the browser reports an error, a broken policy among them. */
export const test = base.extend<{ quiet: undefined }>({
  baseURL: async ({ browserName: _ }, use) => use(`${server.admin()}/console/`),
  quiet: [
    async ({ context }, use) => {
      const errors: string[] = [];
      context.on("page", (page) => watch(page, errors));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

function watch(page: Page, errors: string[]) {
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // The browser itself logs every answer of 400 and above; those are part of the tests.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) {
      errors.push(message.text());
    }
  });
}

export async function signIn(page: Page, path = "") {
  await page.goto(path);
  await page.getByLabel("Set-up token").fill(server.token());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation")).toBeVisible();
}

/** What automation does, without the console. */
export async function put(path: string, body: unknown) {
  const response = await fetch(`${server.admin()}/api/v1${path}`, {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${server.token()}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(201);
}

export async function projectWithClient(project: string, clientId: string, name: string) {
  await put(`/projects/${project}`, { displayName: `Project ${project}` });
  await put(`/projects/${project}/issuers/google`, { kind: "google" });
  await put(`/projects/${project}/clients/${encodeURIComponent(clientId)}`, {
    name,
    issuer: "google",
    applicationType: "web",
    restrictions: { origins: ["https://shop.example.com"] },
  });
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** No barrier in what is shown now; the dark scheme differs from the light one in colours alone. */
export async function expectAccessible(page: Page, name: string) {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await page.screenshot({ path: `reports/screens/${name}-${colorScheme}.png` });
    const axe = new AxeBuilder({ page }).setLegacyMode(); // there are no frames to look into
    const { violations } = await (colorScheme === "dark"
      ? axe.withRules(["color-contrast"])
      : axe.withTags(WCAG)
    ).analyze();
    expect(
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) })),
      `${name}, ${colorScheme}`,
    ).toEqual([]);
  }
}
