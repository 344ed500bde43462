import { z } from "zod";
import { allOf, and, anyContains } from "../../api/filter";
import { REASON_CODES } from "./reasons";

export const RANGES = ["15m", "1h", "24h", "7d", "30d"] as const;
export type Range = (typeof RANGES)[number];

export const RANGE_NAMES: Record<Range, string> = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};

const MINUTE = 60_000;
const RANGE_MILLIS: Record<Range, number> = {
  "15m": 15 * MINUTE,
  "1h": 60 * MINUTE,
  "24h": 24 * 60 * MINUTE,
  "7d": 7 * 24 * 60 * MINUTE,
  "30d": 30 * 24 * 60 * MINUTE,
};
export const DEFAULT_RANGE: Range = "24h";

const text = z.string().optional().catch(undefined);
const time = z.iso.datetime({ offset: true }).optional().catch(undefined);

/** What the URL says about the list; what it says wrongly is dropped. */
export const rejectionSearch = z.object({
  range: z.enum(RANGES).optional().catch(undefined),
  from: time,
  to: time,
  reason: z.enum(REASON_CODES).optional().catch(undefined),
  verified: z.boolean().optional().catch(undefined),
  q: text,
  client: text,
  user: text,
  route: text,
  address: text,
  request: text,
  by: z.enum(["reason", "client", "user", "route"]).optional().catch(undefined),
  live: z.literal(true).optional().catch(undefined),
  open: text,
});
export type RejectionSearch = z.infer<typeof rejectionSearch>;

export interface Span {
  from: string;
  to: string;
}

/** The time that is looked at: two moments if given, else up to now. */
export function spanOf(
  { range = DEFAULT_RANGE, from, to }: RejectionSearch,
  now = Date.now(),
): Span {
  return {
    from: from ?? new Date(now - RANGE_MILLIS[range]).toISOString(),
    to: to ?? new Date(now + MINUTE).toISOString(),
  };
}

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function lengthOf({ from, to }: Span): number {
  return new Date(to).getTime() - new Date(from).getTime();
}

/** As many bars as can be told apart. */
export function bucketOf(span: Span): "minute" | "hour" | "day" {
  const length = lengthOf(span);
  if (length <= 2.5 * HOUR) {
    return "minute";
  }
  return length <= 8 * DAY ? "hour" : "day";
}

export const BUCKET_MILLIS = { minute: MINUTE, hour: HOUR, day: DAY };

/** The same as the API's filter language (RSQL). */
export function filterOf(search: RejectionSearch): string | undefined {
  return and(timeFilter(search), fieldFilter(search));
}

/** Without the time: what the live tail follows. */
export function fieldFilter(search: RejectionSearch): string | undefined {
  const { reason, verified, q, client, user, route, address, request } = search;
  return and(
    allOf({
      reason,
      verified: verified?.toString(),
      client,
      route,
      sourceAddress: address,
      requestId: request,
    }),
    anyContains(["path", "email", "subject", "client", "requestId"], q),
    user ? `${allOf({ email: user })},${allOf({ subject: user })}` : undefined,
  );
}

function timeFilter(search: RejectionSearch): string {
  const { from, to } = spanOf(search);
  return search.to === undefined ? `time=ge='${from}'` : `time=ge='${from}';time=lt='${to}'`;
}

/** Back closes the drawer; it does not step through filters and rows. */
export function opensDrawer(before: RejectionSearch, next: RejectionSearch): boolean {
  return before.open === undefined && next.open !== undefined;
}
