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

/** As {@link signIn}, without the form. */
export async function beSignedIn(page: Page) {
  const answer = await page.request.post(`${server.admin()}/api/v1/session`, {
    headers: { Authorization: `Bearer ${server.token()}`, "X-Portcullis-Console": "1" },
  });
  expect(answer.status()).toBe(204);
}

/** What automation does, without the console. */
export async function api(
  method: "PUT" | "PATCH" | "POST",
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${server.admin()}/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${server.token()}`,
      "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.text()).toBe(true);
}

export async function put(path: string, body: unknown) {
  await api("PUT", path, body);
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

/** What is found in one place does not hide what is wrong in the next. */
const softly = expect.configure({ soft: true });

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * No barrier in what is shown now, or in the part of it that is named by a selector. The dark scheme
 * differs from the light one in colours alone.
 */
export async function expectAccessible(page: Page, name: string, within = "body") {
  await showIn(page, "light");
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode() // there are no frames
    .options({ resultTypes: ["violations"] })
    .withTags(WCAG)
    .include(within)
    .analyze();
  softly(violations.map(inShort), `${name}, light`).toEqual([]);
  await showIn(page, "dark");
  softly(await page.evaluate(contrastFaults, within), `${name}, dark`).toEqual([]);
}

async function showIn(page: Page, colorScheme: "light" | "dark") {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  // The console follows in a step of its own; other pages follow by their styles alone.
  const following = page.locator(
    `html:is(:not([data-mantine-color-scheme]), [data-mantine-color-scheme="${colorScheme}"])`,
  );
  await expect(following).toBeAttached();
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

function inShort({ id, nodes }: Violation) {
  return { id, nodes: nodes.map(({ html }) => html) };
}

/** By the axe that the scan before has left in the page; reading it in takes as long as the scan. */
async function contrastFaults(within: string): Promise<string[]> {
  const { axe } = window as unknown as {
    axe: { run: (within: string, options: object) => Promise<{ violations: Violation[] }> };
  };
  const { violations } = await axe.run(within, {
    runOnly: ["color-contrast"],
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
}

const NARROW = 360;

/** The page is read by scrolling down alone, also on a small phone (WCAG 1.4.10). */
export async function expectNarrow(page: Page, name: string) {
  const viewport = page.viewportSize();
  await page.setViewportSize({ width: NARROW, height: 740 });
  // The layout follows the viewport in a step of its own.
  const soon = { message: `${name} at ${NARROW} px`, intervals: [20, 50, 100] };
  await softly.poll(() => page.evaluate(sideways), soon).toEqual([]);
  if (viewport) {
    await page.setViewportSize(viewport);
  }
}

/** What is wider than it may show, and has no way to scroll of its own. */
function sideways(): string[] {
  return [document.documentElement, ...document.querySelectorAll('[role="dialog"]')]
    .filter((element) => element.scrollWidth > element.clientWidth)
    .map((element) => `${element.tagName} ${element.scrollWidth}`);
}
