import { preferences } from "./preferences";

const FORMATS = {
  absolute: { dateStyle: "medium", timeStyle: "long" },
  clock: { timeStyle: "medium" },
  date: { dateStyle: "medium", timeStyle: "short" },
} as const;
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

const DAY_SECONDS = 86_400;

/** In the time zone that was chosen in the settings. */
function inZone(format: keyof typeof FORMATS, time: number | string): string {
  const zone = preferences.get().zone === "utc" ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(undefined, { ...FORMATS[format], ...zone }).format(new Date(time));
}

export function absoluteTime(iso: string): string {
  return inZone("absolute", iso);
}

export function clockTime(time: number | string): string {
  return inZone("clock", time);
}

/** Within a day relative to now, else the date. */
export function shortTime(iso: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  if (Math.abs(seconds) >= DAY_SECONDS) {
    return inZone("date", iso);
  }
  if (Math.abs(seconds) >= 3600) {
    return relative.format(Math.trunc(seconds / 3600), "hour");
  }
  return Math.abs(seconds) >= 60
    ? relative.format(Math.trunc(seconds / 60), "minute")
    : relative.format(seconds, "second");
}

const UNITS = [
  ["day", DAY_SECONDS],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** A length of time in its largest whole unit: "6 hours". */
export function inDuration(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ["second", 1];
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: 1,
  }).format(seconds / size);
}
