import type { Change } from "../../api/client";
import type { Item, Kind } from "../../api/items";
import { isSame, mergePatch } from "../../api/mergePatch";
import { fieldDiff, writable } from "./fieldDiff";

/** How a change is undone by another, or why not. */
export type Revert =
  | { isPossible: false; why: string }
  | {
      isPossible: true;
      kind: Kind;
      id: string;
      act: "patch" | "create" | "remove";
      /** What is sent; for what is removed, nothing. */
      body: Record<string, unknown>;
    };

const KINDS: Partial<Record<Change["resource"], Kind>> = {
  issuer: "issuers",
  client: "clients",
  grant: "grants",
  backend: "backends",
  route: "routes",
};

export function kindOf(change: Change): Kind | undefined {
  return KINDS[change.resource];
}

const IRREVERSIBLE: Partial<Record<Change["resource"], string>> = {
  "sign-out": "A sign-out cannot be undone: whoever was signed out signs in again.",
  "token-revocation": "A revoked token stays revoked. Its owner gets another one.",
  policy: "Somebody’s word that this policy is the one to go by cannot be taken back.",
  operator: "Operators are changed on their own page.",
  "operator-session": "A session that was ended stays so: its operator signs in again.",
  "api-token": "API tokens are made and revoked on their own page.",
  project: "What a project itself is, is not reverted here.",
};

/**
 * The inverse of a change against what is stored now.
 *
 * @param current what is stored now, null if nothing is
 */
export function revertOf(change: Change, current: Item | null): Revert {
  const kind = kindOf(change);
  if (!kind) {
    return no(IRREVERSIBLE[change.resource] ?? "This cannot be reverted.");
  }
  switch (change.action) {
    case "insert":
      return removal(change, kind, current);
    case "update":
      return undoing(change, kind, current);
    case "delete":
      return creation(change, kind, current);
    default:
      return no("This cannot be reverted.");
  }
}

function removal(change: Change, kind: Kind, current: Item | null): Revert {
  if (current === null) {
    return no("It is gone already.");
  }
  const later = fieldDiff(change.after, current);
  return later.length > 0
    ? no(`It was changed later (${namesOf(later)}). Revert that first, or remove it by hand.`)
    : { isPossible: true, kind, id: change.id, act: "remove", body: {} };
}

function undoing(change: Change, kind: Kind, current: Item | null): Revert {
  const { before = {}, after = {} } = change;
  if (current === null) {
    return no("It is gone. Revert its removal first.");
  }
  if (bringsBack(change)) {
    return no("What was revoked comes back by “Allow again” on the clients page alone.");
  }
  const stored = current as Record<string, unknown>;
  const fields = fieldDiff(before, after);
  const later = fields.filter(
    ({ field }) => !isSame(stored[field], (after as Record<string, unknown>)[field]),
  );
  if (later.length > 0) {
    return no(`A later change touched the same: ${namesOf(later)}. Revert that first.`);
  }
  const body = mergePatch(writable(after), writable(before));
  return Object.keys(body).length === 0
    ? no("It changed nothing that could be put back.")
    : { isPossible: true, kind, id: change.id, act: "patch", body };
}

function creation(change: Change, kind: Kind, current: Item | null): Revert {
  if (kind === "clients") {
    return no("A client that was removed counts as revoked, and its ID stays known as that.");
  }
  return current === null
    ? { isPossible: true, kind, id: change.id, act: "create", body: writable(change.before ?? {}) }
    : no("There is one with this ID again.");
}

/** The rule of the API: a revoked client comes back on an explicit act alone. */
function bringsBack({ before, after }: Change): boolean {
  const was = before as { state?: string } | undefined;
  const is = after as { state?: string } | undefined;
  return is?.state === "revoked" && was?.state !== "revoked";
}

function namesOf(fields: { field: string }[]): string {
  return fields.map(({ field }) => field).join(", ");
}

function no(why: string): Revert {
  return { isPossible: false, why };
}
