const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

const DAY_SECONDS = 86_400;

export function absoluteTime(iso: string): string {
  return absolute.format(new Date(iso));
}

export function clockTime(time: number | string): string {
  return clock.format(new Date(time));
}

/** Within a day relative to now, else the date. */
export function shortTime(iso: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  if (Math.abs(seconds) >= DAY_SECONDS) {
    return date.format(new Date(iso));
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
