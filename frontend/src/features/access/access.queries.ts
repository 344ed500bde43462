import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../api/client";
import { allOf, and, anyContains } from "../../api/filter";
import { itemsQuery } from "../../api/items";
import { paging, toRows } from "../../api/pages";
import { unwrap } from "../../api/problem";
import { committed } from "../../api/receipt";
import type { components } from "../../api/schema.gen";

export const TABS = ["grants", "sign-outs", "tokens"] as const;
export const EFFECTS = ["allow", "deny"] as const;

/** What the URL says about the page; what it says wrongly is dropped. */
export const accessSearch = z.object({
  tab: z.enum(TABS).optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  effect: z.enum(EFFECTS).optional().catch(undefined),
  create: z.literal(true).optional().catch(undefined),
  many: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
});
export type AccessSearch = z.infer<typeof accessSearch>;

export function grantsQuery(project: string, { q, effect }: AccessSearch) {
  const filter = and(allOf({ effect }), anyContains(["principal", "note", "id"], q));
  return itemsQuery("grants", project, filter);
}

export function signOutsQuery(project: string, { q }: AccessSearch) {
  const filter = anyContains(["id", "note"], q);
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["projects", project, "sign-outs", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/projects/{project}/sign-outs", {
          params: { path: { project }, query: { filter, pageToken: pageParam } },
          signal,
        }),
      ),
    select: (data) => toRows(data),
  });
}

export function revocationsQuery(project: string, { q }: AccessSearch) {
  const filter = anyContains(["id", "note"], q);
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["projects", project, "token-revocations", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/projects/{project}/token-revocations", {
          params: { path: { project }, query: { filter, pageToken: pageParam } },
          signal,
        }),
      ),
    select: (data) => toRows(data),
  });
}

export type RevocationRequest = components["schemas"]["TokenRevocationRequest"];

export function useRevokeToken(project: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RevocationRequest) =>
      committed(
        api.POST("/projects/{project}/token-revocations", { params: { path: { project } }, body }),
      ),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["projects", project, "token-revocations"] }),
  });
}
