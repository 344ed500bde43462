import type { Change } from "../../api/client";
import type { Traffic } from "./overview.queries";
import { BUCKET_MILLIS, type Bucket } from "./span";

/** One step of time, what came in it, and what was changed in it. */
export interface Step {
  from: string;
  admitted: number;
  rejected: number;
  changes: Change[];
}

/** Every step of the time that was asked for, those in which nothing came too. */
export function toSteps(traffic: Traffic, changes: Change[], bucket: Bucket): Step[] {
  const size = BUCKET_MILLIS[bucket];
  const indexOf = (time: string) => Math.floor(Date.parse(time) / size);
  const first = indexOf(traffic.from);
  const last = Math.ceil(Date.parse(traffic.to) / size);
  const steps = Array.from({ length: Math.max(0, last - first) }, (_, index): Step => {
    const from = new Date((first + index) * size).toISOString();
    return { from, admitted: 0, rejected: 0, changes: [] };
  });
  for (const { time, admitted, rejected } of traffic.items) {
    const step = steps[indexOf(time) - first];
    if (step) {
      step.admitted += admitted;
      step.rejected += rejected;
    }
  }
  for (const change of changes) {
    steps[indexOf(change.time) - first]?.changes.push(change);
  }
  return steps;
}

export interface Share {
  /** Undefined where the count does not tell. */
  reason: string | undefined;
  count: number;
}

/** Why requests were rejected, the most frequent first. */
export function toReasons(traffic: Traffic): Share[] {
  const counts = new Map<string | undefined, number>();
  for (const { key, rejected } of traffic.items) {
    counts.set(key, (counts.get(key) ?? 0) + rejected);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .filter(({ count }) => count > 0)
    .sort((one, two) => two.count - one.count);
}
