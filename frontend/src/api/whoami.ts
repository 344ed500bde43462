import { queryOptions } from "@tanstack/react-query";
import { api, type WhoAmI } from "./client";
import { unwrap } from "./problem";

/** What the API document's roles allow (`x-portcullis-roles`). */
export const PERMISSIONS = [
  "projects.read",
  "issuers.read",
  "clients.read",
  "grants.read",
  "backends.read",
  "routes.read",
  "revocations.read",
  "rejections.read",
  "changes.read",
  "gateways.read",
  "api-tokens.read",
  "config.read",
  "operators.read",
  "traffic.read",
  "users.read",
  "settings.read",
  "projects.write",
  "issuers.write",
  "clients.write",
  "grants.write",
  "backends.write",
  "routes.write",
  "revocations.write",
  "config.write",
  "projects.delete",
  "policy.accept",
  "api-tokens.write",
  "operators.write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Over one project by its ID, over all of them, or over any of one's own. */
export type Over = { project: string } | "all" | "own";

const STALE_MILLIS = 30_000;

export const whoAmIQuery = queryOptions({
  queryKey: ["whoami"],
  queryFn: ({ signal }) => unwrap(api.GET("/whoami", { signal })),
  staleTime: STALE_MILLIS,
});

/** Why somebody may not do something; undefined when they may. */
export function problemWith(who: WhoAmI, permission: Permission, over: Over): string | undefined {
  if (!who.permissions.includes(permission)) {
    return `Needs the permission ${permission}, which the role ${who.role} does not have`;
  }
  if (over === "all" && who.projects) {
    return `Needs the permission ${permission} over all projects`;
  }
  return typeof over === "object" && who.projects && !who.projects.includes(over.project)
    ? `Needs the permission ${permission} over the project ${over.project}`
    : undefined;
}
