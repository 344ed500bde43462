import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// The shell is the same browser without a window, and takes half the time.
const CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync);

const CHROMIUM_FLAGS = [
  "--no-sandbox", // it refuses to run as root with one
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/server.setup.ts",
  outputDir: "reports/browser",
  workers: 1, // one server, one policy
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "reports/playwright.json" }]],
  use: {
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure", // a trace would slow down every test
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? CHROMIUM,
      args: CHROMIUM_FLAGS,
    },
  },
});
