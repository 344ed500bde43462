import { z } from "zod";
import type { Grant } from "../../api/client";
import type { ItemShape } from "../../ui/itemShape";
import { fromLocal, toLocal } from "../../ui/localTime";
import { faultOf, MEMBER_KINDS, type Member, parseMember, toPrincipal } from "./members";

export type GrantFields = z.input<typeof grantFields>;

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const LONGEST_ID = 63;

const grantFields = z
  .object({
    id: z.union([
      z.literal(""),
      z.string().regex(ID, "Letters, digits, dots, underscores and hyphens; at most 63"),
    ]),
    kind: z.enum(MEMBER_KINDS),
    value: z.string(),
    issuer: z.string(),
    effect: z.enum(["allow", "deny"]),
    routes: z.array(z.string()),
    expiresAt: z.string(),
    note: z.string().max(1000, "At most 1000 characters"),
  })
  .superRefine((fields, context) => {
    const message = faultOf(memberOf(fields));
    if (message) {
      context.addIssue({ code: "custom", message, path: ["value"] });
    }
  });

export const emptyGrant: GrantFields = {
  id: "",
  kind: "user",
  value: "",
  issuer: "",
  effect: "allow",
  routes: [],
  expiresAt: "",
  note: "",
};

type Who = Pick<GrantFields, "kind" | "value" | "issuer">;

export function memberOf({ kind, value, issuer }: Who): Member {
  const text = value.trim();
  return { kind, value: kind === "subject" ? `${issuer}/${text}` : text };
}

/** A name that says who it is about; the same people get the same one. */
export function idFor(principal: string, effect: GrantFields["effect"]): string {
  const name = `${effect === "deny" ? "deny-" : ""}${principal}`;
  return name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, LONGEST_ID);
}

function toFields(grant: Grant): GrantFields {
  const member = parseMember(grant.principal) ?? { kind: "user" as const, value: grant.principal };
  const slash = member.value.indexOf("/");
  const isSubject = member.kind === "subject";
  return {
    id: grant.id ?? "",
    kind: member.kind,
    value: isSubject ? member.value.slice(slash + 1) : member.value,
    issuer: isSubject ? member.value.slice(0, slash) : "",
    effect: grant.effect ?? "allow",
    routes: grant.routes ?? [],
    expiresAt: toLocal(grant.expiresAt),
    note: grant.note ?? "",
  };
}

function toGrant(fields: GrantFields): Grant {
  return {
    principal: toPrincipal(memberOf(fields)),
    effect: fields.effect,
    routes: fields.routes,
    note: fields.note.trim(),
    ...(fields.expiresAt ? { expiresAt: fromLocal(fields.expiresAt) } : {}),
  };
}

export const grantShape: ItemShape<"grants", GrantFields> = {
  kind: "grants",
  noun: "grant",
  schema: grantFields,
  toFields,
  toItem: toGrant,
  idOf: (fields) => fields.id || idFor(toPrincipal(memberOf(fields)), fields.effect),
  nameOf: (fields) => toPrincipal(memberOf(fields)),
  names: {
    principal: "Principal",
    effect: "Effect",
    routes: "Routes",
    expiresAt: "Expires",
    note: "Note",
  },
  fieldFor: (field) => (field === "principal" ? "value" : undefined),
};
