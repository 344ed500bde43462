import type { Client } from "../../api/client";
import { type ClientFields, toClient, toFields } from "./clientFields";

const EDITABLE = ["name", "issuer", "applicationType", "restrictions", "expiresAt"] as const;
type Editable = (typeof EDITABLE)[number];

export const FIELD_NAMES: Record<Editable, string> = {
  name: "Name",
  issuer: "Issuer",
  applicationType: "Application type",
  restrictions: "Restrictions",
  expiresAt: "Expires",
};

/** A merge patch from what was seen to what the form says; a field that is null is taken away. */
export function changes(seen: Client, fields: ClientFields): Record<string, unknown> {
  const before = toClient(toFields(seen));
  const after = toClient(fields);
  const changed = EDITABLE.filter((field) => !isSame(before[field], after[field]));
  return Object.fromEntries(
    changed.map((field) => [
      field,
      field === "restrictions"
        ? patchOf(before.restrictions, after.restrictions)
        : (after[field] ?? null),
    ]),
  );
}

/** A merge patch keeps members that it does not name, so what is gone is named as null. */
function patchOf(before: Client["restrictions"] = {}, after: Client["restrictions"] = {}) {
  const gone = Object.keys(before).filter((name) => !(name in after));
  return { ...after, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

export interface Difference {
  field: Editable;
  yours: string;
  theirs: string;
}

/** Where what I want differs from what somebody else has stored in the meantime. */
export function differences(fields: ClientFields, stored: Client): Difference[] {
  const yours = toClient(fields);
  const theirs = toClient(toFields(stored));
  return EDITABLE.filter((field) => !isSame(yours[field], theirs[field])).map((field) => ({
    field,
    yours: inWords(yours[field]),
    theirs: inWords(theirs[field]),
  }));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function inWords(value: unknown): string {
  if (value === undefined) {
    return "none";
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  return Object.values(value).flat().join(", ") || "none";
}
