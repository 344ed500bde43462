import { fromLocal } from "./localTime";
import { absoluteTime } from "./time";

/** What somebody typed, as inputs of type datetime-local hold it. */
export interface TypedTime {
  from: string;
  to: string;
}

/** Two moments as the URL and the API write them; without an end, up to now. */
export interface Moments {
  from: string;
  to: string | undefined;
}

export type TimeFaults = Partial<TypedTime>;

/** What is wrong with each; empty when it can be looked at. */
export function faultsOf({ from, to }: TypedTime, now = Date.now()): TimeFaults {
  const begin = toMillis(from);
  const end = toMillis(to);
  if (begin === undefined) {
    return { from: from ? NOT_A_TIME : "Say when it begins" };
  }
  if (begin >= now) {
    return { from: "Begins in the future: nothing can have happened" };
  }
  if (to && end === undefined) {
    return { to: NOT_A_TIME };
  }
  return end !== undefined && end <= begin ? { to: "Ends before it begins" } : {};
}

const NOT_A_TIME = "Not a date with a time";
const LAST = Date.UTC(9999, 11, 31);

function toMillis(local: string): number | undefined {
  const millis = Date.parse(local);
  return Number.isNaN(millis) || millis > LAST ? undefined : Date.parse(fromLocal(local) ?? "");
}

export function momentsOf({ from, to }: TypedTime): Moments {
  return { from: fromLocal(from) ?? "", to: fromLocal(to) };
}

/** Of two moments of a URL that cannot both be, both are dropped. */
export function backwards({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)
    ? (["from", "to"] as const)
    : [];
}

export function momentsInWords(from: string | undefined, to: string | undefined): string {
  return [from && `from ${absoluteTime(from)}`, to && `until ${absoluteTime(to)}`]
    .filter(Boolean)
    .join(" ");
}
