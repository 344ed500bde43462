import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { api, type Client } from "../../api/client";
import { allOf, and, anyContains } from "../../api/filter";
import { paging, toRows } from "../../api/pages";
import { unwrap } from "../../api/problem";
import { committed, etag } from "../../api/receipt";
import { APPLICATION_TYPES, STATES } from "./words";

/** What the URL says about the list; what it says wrongly is dropped. */
export const clientSearch = z.object({
  q: z.string().optional().catch(undefined),
  state: z.enum(STATES).optional().catch(undefined),
  type: z.enum(APPLICATION_TYPES).optional().catch(undefined),
  create: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
});
export type ClientSearch = z.infer<typeof clientSearch>;

export function clientsQuery(project: string, { q, state, type }: ClientSearch) {
  const filter = and(allOf({ state, applicationType: type }), anyContains(["name", "clientId"], q));
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["projects", project, "clients", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/projects/{project}/clients", {
          params: { path: { project }, query: { filter, pageToken: pageParam } },
          signal,
        }),
      ),
    select: (data) => toRows(data),
    placeholderData: keepPreviousData,
  });
}

export function clientQuery(project: string, clientId: string) {
  return queryOptions({
    queryKey: ["projects", project, "clients", "one", clientId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/clients/{clientId}", {
          params: { path: { project, clientId } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

export function issuersQuery(project: string) {
  return queryOptions({
    queryKey: ["projects", project, "issuers"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/issuers", {
          params: { path: { project }, query: { pageSize: 1000 } },
          signal,
        }),
      ),
    select: (answer) => answer.items,
  });
}

export function useCreateClient(project: string) {
  return useClientChange(project, ({ clientId, body }: { clientId: string; body: Client }) =>
    api.PUT("/projects/{project}/clients/{clientId}", {
      params: { path: { project, clientId }, header: { "If-None-Match": "*" } },
      body,
    }),
  );
}

export interface Patch {
  /** The client as it was last seen. */
  seen: Client;
  /** Fields to change; null takes one away. */
  changes: Record<string, unknown>;
}

export function usePatchClient(project: string) {
  return useClientChange(project, ({ seen, changes }: Patch) =>
    api.PATCH("/projects/{project}/clients/{clientId}", {
      params: {
        path: { project, clientId: seen.clientId ?? "" },
        header: { "If-Match": etag(seen) },
      },
      body: changes,
    }),
  );
}

export function useRestoreClient(project: string) {
  return useClientChange(project, (clientId: string) =>
    api.POST("/projects/{project}/clients/{clientId}/restore", {
      params: { path: { project, clientId } },
    }),
  );
}

function useClientChange<V>(
  project: string,
  call: (variables: V) => Parameters<typeof committed>[0],
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (variables: V) => committed(call(variables)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", project, "clients"] }),
  });
}
