// Adds up what the suites report, and says it in one line; fails when anything failed.
// Each argument is the outcome of a step without a report: name=passed or name=failed.
import { readdirSync, readFileSync } from "node:fs";

const totals = { passed: 0, failed: 0 };

function add(suite, { passed, failed }) {
  totals.passed += passed;
  totals.failed += failed;
  console.log(`${suite}: ${passed} passed, ${failed} failed`);
}

/** A suite without a report did not run to its end, which is a failure. */
function suite(name, read) {
  try {
    add(name, read());
  } catch (failure) {
    add(`${name} (no report: ${failure.code ?? failure.message})`, { passed: 0, failed: 1 });
  }
}

function json(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function surefire(directory) {
  const files = readdirSync(directory).filter((file) => /^TEST-.*\.xml$/.test(file));
  if (files.length === 0) {
    throw new Error("no test ran");
  }
  const sum = { passed: 0, failed: 0 };
  for (const file of files) {
    const head = /<testsuite [^>]*>/.exec(readFileSync(`${directory}/${file}`, "utf8"))?.[0] ?? "";
    const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    sum.failed += failed;
    sum.passed += count("tests") - failed - count("skipped");
  }
  return sum;
}

function vitest(file) {
  const report = json(file);
  // A file that cannot even be loaded has no tests to fail.
  const broken = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function playwright(file) {
  const { stats, errors } = json(file);
  const failed = stats.unexpected + stats.flaky + errors.length;
  if (stats.expected + failed === 0) {
    throw new Error("no test ran");
  }
  return { passed: stats.expected, failed };
}

const steps = process.argv.slice(2);
const failedSteps = steps.filter((step) => step.endsWith("=failed"));

suite("Java", () => surefire("target/surefire-reports"));
add("Console checks", { passed: steps.length - failedSteps.length, failed: failedSteps.length });
suite("Console units", () => vitest("frontend/reports/vitest.json"));
suite("Console in a browser", () => playwright("frontend/reports/playwright.json"));
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
