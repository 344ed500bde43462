import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../api/client";
import { allOf, and, anyContains } from "../../api/filter";
import { paging, toRows } from "../../api/pages";
import { unwrap } from "../../api/problem";
import { ACTIONS, RESOURCES } from "./words";

/** What the URL says about the list; what it says wrongly is dropped. */
export const changeSearch = z.object({
  resource: z.enum(RESOURCES).optional().catch(undefined),
  action: z.enum(ACTIONS).optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  /** The change that is looked at: its revision and its place in that. */
  change: z
    .string()
    .regex(/^\d{1,15}\.\d{1,9}$/)
    .optional()
    .catch(undefined),
});
export type ChangeSearch = z.infer<typeof changeSearch>;

const REFRESH_MILLIS = 10_000;
const MOST = 1000;

/** Changes of one project, or all that one may see. */
export function changesQuery(project: string | undefined, search: ChangeSearch) {
  const { resource, action, q } = search;
  const filter = and(
    allOf({ project, resource, action }),
    anyContains(["id", "actor", "requestId"], q),
  );
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["changes", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/changes", { params: { query: { filter, pageToken: pageParam } }, signal })),
    select: (data) => toRows(data),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MILLIS,
  });
}

/** Everything that was changed in one revision. */
export function revisionChangesQuery(revision: number) {
  return queryOptions({
    queryKey: ["changes", "of", revision],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/changes", {
          params: { query: { filter: `revision==${revision}`, pageSize: MOST } },
          signal,
        }),
      ),
    select: (answer) => answer.items,
  });
}

/** Every row is hashed anew for it, so it is asked for only when somebody wants to know. */
export const verificationQuery = queryOptions({
  queryKey: ["changes", "verification"],
  queryFn: ({ signal }) => unwrap(api.GET("/changes/verification", { signal })),
  enabled: false,
});
