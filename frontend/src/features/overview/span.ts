import { z } from "zod";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const BUCKET_MILLIS = { minute: MINUTE, hour: HOUR, day: DAY };
export type Bucket = keyof typeof BUCKET_MILLIS;

export const RANGES = ["1h", "24h", "7d", "30d"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = "24h";

export const RANGE_NAMES: Record<Range, string> = {
  "1h": "1 hour",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
};

const LENGTHS: Record<Range, { millis: number; bucket: Bucket }> = {
  "1h": { millis: HOUR, bucket: "minute" },
  "24h": { millis: DAY, bucket: "hour" },
  "7d": { millis: 7 * DAY, bucket: "hour" },
  "30d": { millis: 30 * DAY, bucket: "day" },
};

const time = z.iso.datetime({ offset: true }).optional().catch(undefined);

/** What the URL says about the page; what it says wrongly is dropped. Two moments win over a range. */
export const overviewSearch = z.object({
  range: z.enum(RANGES).optional().catch(undefined),
  from: time,
  to: time,
});
export type OverviewSearch = z.infer<typeof overviewSearch>;

export interface Span {
  from: string;
  to: string;
  bucket: Bucket;
}

/** Whether two moments are looked at in place of the time up to now. */
export function isCustom({ from, to }: OverviewSearch): boolean {
  return from !== undefined || to !== undefined;
}

/** Whether more can come into the time that is looked at. */
export function isOpen({ to }: OverviewSearch, now = Date.now()): boolean {
  return to === undefined || Date.parse(to) > now;
}

/** Whole steps of time, the one that has just begun included. */
export function spanOf(search: OverviewSearch, now = Date.now()): Span {
  const { millis, bucket } = LENGTHS[search.range ?? DEFAULT_RANGE];
  if (!isCustom(search)) {
    const end = endOf(now, bucket);
    return inWholeSteps(end - millis, end, bucket);
  }
  const to = search.to === undefined ? now : Date.parse(search.to);
  const from = search.from === undefined ? to - millis : Date.parse(search.from);
  return inWholeSteps(from, to, bucketOf(from, to, now));
}

const MOST_MINUTES = 3 * HOUR;
const MINUTES_KEPT = 2 * DAY;

/** As many steps as can be told apart; minutes are forgotten first. */
function bucketOf(from: number, to: number, now: number): Bucket {
  if (to - from <= MOST_MINUTES && from >= now - MINUTES_KEPT) {
    return "minute";
  }
  return to - from <= 8 * DAY ? "hour" : "day";
}

function endOf(time: number, bucket: Bucket): number {
  const size = BUCKET_MILLIS[bucket];
  return (Math.floor(time / size) + 1) * size;
}

function inWholeSteps(from: number, to: number, bucket: Bucket): Span {
  const size = BUCKET_MILLIS[bucket];
  return {
    from: new Date(Math.floor(from / size) * size).toISOString(),
    to: new Date(Math.ceil(to / size) * size).toISOString(),
    bucket,
  };
}
