import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "./client";
import { paging, toRows } from "./pages";
import { type Answer, unwrap } from "./problem";
import { committed, etag } from "./receipt";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

/** What a project is made of. The API treats all of it alike, so these calls do too. */
export interface Items {
  issuers: Schemas["Issuer"];
  clients: Schemas["Client"];
  grants: Schemas["Grant"];
  backends: Schemas["Backend"];
  routes: Schemas["Route"];
}
export type Kind = keyof Items;
export type Item = Items[Kind];

const LIST = "/projects/{project}/{kind}";
const ONE = "/projects/{project}/{kind}/{id}";
const MOST = 1000;

export function idOf(item: Item): string {
  return ("clientId" in item ? item.clientId : "id" in item ? item.id : undefined) ?? "";
}

/** Below /api/v1; for what is shown to be copied. */
export function pathOf(project: string, kind: Kind, id: string): string {
  return `/projects/${project}/${kind}/${encodeURIComponent(id)}`;
}

interface Init {
  params: { path: Record<string, string>; query?: object; header?: object };
  body?: unknown;
  signal?: AbortSignal;
}

/** The one place where a path is not typed: its kind is a parameter here. */
function call<T>(method: "GET" | "PUT" | "PATCH" | "DELETE", path: string, init: Init) {
  return api.request(method as never, path as never, init as never) as Promise<Answer<T>>;
}

interface ListOf<T> {
  items: T[];
  nextPageToken?: string;
}

export function itemsQuery<K extends Kind>(kind: K, project: string, filter: string | undefined) {
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["projects", project, kind, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        call<ListOf<Items[K]>>("GET", LIST, {
          params: { path: { project, kind }, query: { filter, pageToken: pageParam } },
          signal,
        }),
      ),
    select: (data) => toRows(data),
    placeholderData: keepPreviousData,
  });
}

/** As many as there is to choose from. */
export function choiceQuery<K extends Kind>(kind: K, project: string) {
  return queryOptions({
    queryKey: ["projects", project, kind, "choice"],
    queryFn: ({ signal }) =>
      unwrap(
        call<ListOf<Items[K]>>("GET", LIST, {
          params: { path: { project, kind }, query: { pageSize: MOST } },
          signal,
        }),
      ),
    select: (answer) => answer.items,
  });
}

export function itemQuery<K extends Kind>(kind: K, project: string, id: string) {
  return queryOptions({
    queryKey: ["projects", project, kind, "one", id],
    queryFn: ({ signal }) =>
      unwrap(call<Items[K]>("GET", ONE, { params: { path: { project, kind, id } }, signal })),
    staleTime: 0,
  });
}

export function useCreateItem<K extends Kind>(kind: K, project: string) {
  return useItemChange(kind, project, ({ id, item }: { id: string; item: Items[K] }) =>
    committed(
      call("PUT", ONE, {
        params: { path: { project, kind, id }, header: { "If-None-Match": "*" } },
        body: item,
      }),
    ),
  );
}

export interface Patch<K extends Kind> {
  /** The item as it was last seen. */
  seen: Items[K];
  /** Fields to change; null takes one away. */
  changes: Record<string, unknown>;
}

export function usePatchItem<K extends Kind>(kind: K, project: string) {
  return useItemChange(kind, project, ({ seen, changes }: Patch<K>) =>
    committed(
      call("PATCH", ONE, {
        params: {
          path: { project, kind, id: idOf(seen) },
          header: { "If-Match": etag(seen) },
        },
        body: changes,
      }),
    ),
  );
}

export function useRemoveItem<K extends Kind>(kind: K, project: string) {
  return useItemChange(kind, project, (seen: Items[K]) =>
    committed(
      call("DELETE", ONE, {
        params: {
          path: { project, kind, id: idOf(seen) },
          header: { "If-Match": etag(seen) },
        },
      }),
    ),
  );
}

/** A write to one kind of item; what was read of that kind is read again. */
export function useItemChange<V, R>(
  kind: Kind,
  project: string,
  mutationFn: (variables: V) => Promise<R>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", project, kind] }),
  });
}
