import type { Change } from "../../api/client";

export const RESOURCES = [
  "project",
  "issuer",
  "client",
  "grant",
  "backend",
  "route",
  "sign-out",
  "token-revocation",
  "policy",
  "operator",
  "api-token",
  "operator-session",
] as const satisfies Change["resource"][];

/** What belongs to no project. */
export const OF_NO_PROJECT: Change["resource"][] = [
  "policy",
  "operator",
  "api-token",
  "operator-session",
];

export const RESOURCE_NAMES: Record<Change["resource"], string> = {
  project: "Project",
  issuer: "Issuer",
  client: "Client",
  grant: "Grant",
  backend: "Backend",
  route: "Route",
  "sign-out": "Sign-out",
  "token-revocation": "Revoked token",
  policy: "Policy",
  operator: "Operator",
  "api-token": "API token",
  "operator-session": "Operator’s sessions",
};

export const ACTIONS = [
  "insert",
  "update",
  "delete",
  "accept",
] as const satisfies Change["action"][];

export const ACTION_NAMES: Record<Change["action"], string> = {
  insert: "Created",
  update: "Changed",
  delete: "Removed",
  accept: "Accepted",
};

export function placeOf({ revision, ord }: Change): string {
  return `${revision}.${ord}`;
}
