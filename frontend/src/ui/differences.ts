import { isSame } from "../api/mergePatch";

/** Where what I want differs from what somebody else has stored in the meantime, in words. */
export interface Difference {
  field: string;
  yours: string;
  theirs: string;
}

export function differencesOf(
  names: Record<string, string>,
  yours: object,
  theirs: object,
): Difference[] {
  const mine = yours as Record<string, unknown>;
  const stored = theirs as Record<string, unknown>;
  return Object.entries(names)
    .filter(([field]) => !isSame(mine[field], stored[field]))
    .map(([field, name]) => ({
      field: name,
      yours: inWords(mine[field]),
      theirs: inWords(stored[field]),
    }));
}

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === "") {
    return "none";
  }
  if (Array.isArray(value)) {
    return value.map(inWords).join(", ") || "none";
  }
  return typeof value === "object"
    ? Object.values(value).map(inWords).join(", ") || "none"
    : String(value);
}
