// What a browser loads of our JavaScript before a screen stands, as gzip, against the budgets; of what
// `npm run build` left in dist. Every screen counts with the entry and all that both import.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("dist/", import.meta.url);
const FIRST_LOAD = 280_000;
const CHARTS = { screen: "OverviewRoute", budget: 130_000 };

const chunks = new Map(
  readdirSync(new URL("assets/", DIST))
    .filter((file) => file.endsWith(".js"))
    .map((file) => [file, readFileSync(new URL(`assets/${file}`, DIST), "utf8")]),
);

/** The entry, and the modules that its page has loaded beside it. */
function entries() {
  const page = readFileSync(new URL("index.html", DIST), "utf8");
  return [...page.matchAll(/(?:src|href)="\/console\/assets\/([^"]+\.js)"/g)].map(
    ([, file]) => file,
  );
}

function imported(file) {
  const code = chunks.get(file) ?? "";
  return [...code.matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
    ([, other]) => other,
  );
}

/** The files with all that they import, and what those import. */
function closure(files) {
  const all = new Set();
  for (const waiting = [...files]; waiting.length > 0; ) {
    const file = waiting.pop();
    if (!all.has(file)) {
      all.add(file);
      waiting.push(...imported(file));
    }
  }
  return all;
}

function gzipped(files) {
  return [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file) ?? "").length, 0);
}

/** What the entry loads when its URL is opened; forms and dialogs come after the screen, and wait for nobody. */
function screens() {
  const all = [...closure(entry)].flatMap((file) =>
    [...chunks.get(file).matchAll(/\bimport\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g)].map(
      ([, screen]) => screen,
    ),
  );
  return [...new Set(all)].sort();
}

const entry = entries();
let isWithin = true;

function hold(name, bytes, budget) {
  const verdict = bytes <= budget ? "within" : "ABOVE";
  isWithin &&= bytes <= budget;
  process.stdout.write(
    `${(bytes / 1000).toFixed(1).padStart(7)} kB ${verdict} ${budget / 1000} kB  ${name}\n`,
  );
}

const found = screens();
const charts = found.find((file) => file.startsWith(`${CHARTS.screen}-`));
if (entry.length === 0 || found.length < 10 || charts === undefined) {
  throw new Error("this is not the build that this check knows: see how its chunks are named");
}
for (const screen of found) {
  const files = closure([...entry, screen]);
  files.delete(charts);
  hold(`first load of ${screen}`, gzipped(files), FIRST_LOAD);
}
hold(`the screen with charts by itself, ${charts}`, gzipped([charts]), CHARTS.budget);
process.exit(isWithin ? 0 : 1);
