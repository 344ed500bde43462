import { isSame } from "../../api/mergePatch";

export interface FieldChange {
  field: string;
  /** Undefined where there was none. */
  before: string | undefined;
  after: string | undefined;
}

/** What the server keeps by itself with each change; it says nothing about what somebody did. */
const KEPT = new Set(["revision", "createdAt", "updatedAt", "lastSeenAt"]);

/** Fields that differ, each as one line or as indented JSON. */
export function fieldDiff(before: object | undefined, after: object | undefined): FieldChange[] {
  const was = (before ?? {}) as Record<string, unknown>;
  const is = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => !KEPT.has(field) && !isSame(was[field], is[field]))
    .sort()
    .map((field) => ({ field, before: inWords(was[field]), after: inWords(is[field]) }));
}

function inWords(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** "name, state": what was touched, in a line. */
export function touched(before: object | undefined, after: object | undefined): string {
  return fieldDiff(before, after)
    .map(({ field }) => field)
    .join(", ");
}

/** What the API takes of an item: without its ID and what the server keeps. */
export function writable(item: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).filter(
      ([field, value]) =>
        !KEPT.has(field) && field !== "id" && field !== "clientId" && value !== null,
    ),
  );
}
