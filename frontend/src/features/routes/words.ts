import type { Route } from "../../api/client";

type Access = NonNullable<Route["authentication"]>;

export const ACCESS_NAMES: Record<Access, string> = {
  required: "Token required",
  optional: "Token optional",
  public: "Public",
};

export const ACCESS_HINTS: Record<Access, string> = {
  required: "Only with a token that is accepted, and a grant.",
  optional: "A token is checked when there is one; without it only a grant to allUsers admits.",
  public: "Everybody, and nobody is identified.",
};

export const ACCESS: Access[] = ["required", "optional", "public"];

export const ACCESS_OPTIONS = ACCESS.map((value) => ({ value, label: ACCESS_NAMES[value] }));

export const FORWARDING = [
  { value: "none", label: "No token; the identity headers alone" },
  { value: "signature-removed", label: "The token without its signature" },
  { value: "verbatim", label: "The token as it is" },
];

/** "GET, POST shop.example.com/orders/…" */
export function requestsOf(route: Route): string {
  const path = route.path ?? `${(route.pathPrefix ?? "/").replace(/\/$/, "")}/…`;
  return route.hosts.map((host) => `${host === "*" ? "" : host}${path}`).join(", ");
}
