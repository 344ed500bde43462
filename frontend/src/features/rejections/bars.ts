import type { Summary } from "./rejections.queries";
import { BUCKET_MILLIS, bucketOf } from "./search";

/** One step of time and what was rejected in it. */
export interface Bar {
  from: string;
  to: string;
  count: number;
}

/** Every step of the time that was asked for, those without rejections too. */
export function toBars(summary: Summary, key: string | undefined): Bar[] {
  const size = BUCKET_MILLIS[bucketOf(summary)];
  const counts = new Map<number, number>();
  for (const item of summary.items) {
    if (key === undefined || item.key === key) {
      const start = Math.floor(Date.parse(item.time) / size);
      counts.set(start, (counts.get(start) ?? 0) + item.rejections);
    }
  }
  const first = Math.floor(Date.parse(summary.from) / size);
  const last = Math.ceil(Date.parse(summary.to) / size);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => ({
    from: new Date((first + index) * size).toISOString(),
    to: new Date((first + index + 1) * size).toISOString(),
    count: counts.get(first + index) ?? 0,
  }));
}

/** One of the largest groups, or what is none of them. */
export interface Share {
  key: string | undefined;
  isOther: boolean;
  count: number;
}

/** The groups of a summary over all of its time, the largest first. */
export function toShares(summary: Summary): Share[] {
  const shares = new Map<string, Share>();
  for (const { key, other = false, rejections } of summary.items) {
    const name = other ? "other" : `key ${key ?? ""}`;
    const share = shares.get(name) ?? { key, isOther: other, count: 0 };
    shares.set(name, { ...share, count: share.count + rejections });
  }
  return [...shares.values()].sort((one, two) => two.count - one.count);
}
