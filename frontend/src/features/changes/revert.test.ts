import { expect, test } from "vitest";
import type { Change } from "../../api/client";
import type { Item } from "../../api/items";
import { revertOf } from "./revert";

const BEFORE = {
  id: "bob",
  principal: "user:bob@example.com",
  effect: "allow",
  note: "",
  revision: 5,
};
const AFTER = { ...BEFORE, effect: "deny", note: "left", revision: 9 };

function change(some: Partial<Change>): Change {
  return {
    revision: 9,
    ord: 0,
    time: "2026-11-24T10:00:00Z",
    actor: "operator olga",
    resource: "grant",
    action: "update",
    project: "shop",
    id: "bob",
    before: BEFORE,
    after: AFTER,
    ...some,
  };
}

test("puts back the fields that a change touched, and no others", () => {
  const current = { ...AFTER, expiresAt: "2027-01-01T00:00:00Z", revision: 12 } as unknown as Item;
  expect(revertOf(change({}), current)).toEqual({
    isPossible: true,
    kind: "grants",
    id: "bob",
    act: "patch",
    body: { effect: "allow", note: "" },
  });
});

test("names a field as null that was not there before", () => {
  const after = { ...BEFORE, expiresAt: "2027-01-01T00:00:00Z" };
  const plan = revertOf(change({ after }), after as unknown as Item);
  expect(plan).toMatchObject({ body: { expiresAt: null } });
});

test("does not undo what a later change touched too", () => {
  const current = { ...AFTER, note: "left in May" } as unknown as Item;
  expect(revertOf(change({}), current)).toMatchObject({
    isPossible: false,
    why: expect.stringContaining("note"),
  });
});

test("removes what was created, unless it was changed since", () => {
  const created = change({ action: "insert", before: undefined as never });
  expect(revertOf(created, AFTER as unknown as Item)).toMatchObject({ act: "remove" });
  expect(revertOf(created, { ...AFTER, note: "x" } as unknown as Item)).toMatchObject({
    isPossible: false,
  });
  expect(revertOf(created, null)).toMatchObject({ isPossible: false });
});

test("creates what was removed, unless there is one again", () => {
  const removed = change({ action: "delete", after: undefined as never });
  expect(revertOf(removed, null)).toMatchObject({
    act: "create",
    body: { principal: "user:bob@example.com", effect: "allow", note: "" },
  });
  expect(revertOf(removed, BEFORE as unknown as Item)).toMatchObject({ isPossible: false });
});

test("never brings back what was revoked", () => {
  const before = { clientId: "web", state: "enabled" };
  const after = { clientId: "web", state: "revoked" };
  const revoked = change({ resource: "client", id: "web", before, after });
  expect(revertOf(revoked, after as unknown as Item)).toMatchObject({ isPossible: false });
  const removed = change({ resource: "client", action: "delete", id: "web", before: after });
  expect(revertOf(removed, null)).toMatchObject({ isPossible: false });
  for (const resource of ["sign-out", "token-revocation"] as const) {
    expect(revertOf(change({ resource }), null)).toMatchObject({ isPossible: false });
  }
});
