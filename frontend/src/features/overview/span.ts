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

/** What the URL says about the page; what it says wrongly is dropped. */
export const overviewSearch = z.object({ range: z.enum(RANGES).optional().catch(undefined) });
export type OverviewSearch = z.infer<typeof overviewSearch>;

export interface Span {
  from: string;
  to: string;
  bucket: Bucket;
}

/** Whole steps of time, the one that has just begun included. */
export function spanOf(range: Range, now = Date.now()): Span {
  const { millis, bucket } = LENGTHS[range];
  const size = BUCKET_MILLIS[bucket];
  const end = (Math.floor(now / size) + 1) * size;
  return {
    from: new Date(end - millis).toISOString(),
    to: new Date(end).toISOString(),
    bucket,
  };
}
