import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";
import type { components } from "./schema.gen";

export type IssuerKeys = components["schemas"]["IssuerKeys"];
export type KeysAtGateway = components["schemas"]["KeysAtGateway"];

const REFRESH_MILLIS = 5000;
const MOST = 500;

/** How fresh the keys of all issuers of a project are at each gateway. */
export function issuerKeysQuery(project: string) {
  return queryOptions({
    queryKey: ["projects", project, "issuer-keys"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/issuer-keys", {
          params: { path: { project }, query: { pageSize: MOST } },
          signal,
        }),
      ),
    select: (answer) => answer.items,
    refetchInterval: REFRESH_MILLIS,
  });
}

/** Whether a gateway lives on old keys, or has none. */
export function isTroubled({ state }: KeysAtGateway): boolean {
  return state === "failing" || state === "missing";
}
