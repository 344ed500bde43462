import { type Answer, answered } from "./problem";
import type { components } from "./schema.gen";

/** What the API says about a committed policy change. */
export interface Receipt {
  revision: number;
  /** How the gateways stood when the API answered; absent when it did not say. */
  counts: { replicas: number; applied: number; expired: number; elapsed: string } | null;
  /** False for as long as a gateway may still act on what was before. */
  isEnforced: boolean;
  /** The gateways that may do so. */
  outstanding: string[];
}

const COUNTS = /replicas=(\d+); *applied=(\d+); *expired=(\d+); *elapsed=(\d+)ms/;

/** Carries out a policy change; success is claimed only where the API says it is in force. */
export async function committed(call: Promise<Answer<unknown>>): Promise<Receipt> {
  const { response, data } = await answered(call);
  const counts = toCounts(response.headers.get("Portcullis-Confirmed"));
  const pending = response.status === 202 ? (data as components["schemas"]["Revision"]) : null;
  return {
    revision: Number(response.headers.get("Portcullis-Revision") ?? 0),
    counts,
    isEnforced: pending === null && counts !== null,
    outstanding: (pending?.replicas ?? []).filter((r) => !r.applied).map((r) => r.name),
  };
}

function toCounts(header: string | null): Receipt["counts"] {
  const [, replicas, applied, expired, elapsed] = COUNTS.exec(header ?? "") ?? [];
  if (!elapsed) {
    return null;
  }
  return {
    replicas: Number(replicas),
    applied: Number(applied),
    expired: Number(expired),
    elapsed: `${elapsed} ms`,
  };
}

/** The strong entity tag of an item, as the API document defines it. */
export function etag(item: { readonly revision?: number }): string {
  return `"${item.revision ?? 0}"`;
}
