import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Remedy } from "../../api/explain";
import { paging, toRows } from "../../api/pages";
import { type Answer, unwrap } from "../../api/problem";
import { committed } from "../../api/receipt";
import type { components } from "../../api/schema.gen";
import { bucketOf, filterOf, type RejectionSearch, spanOf } from "./search";

export type Summary = components["schemas"]["RejectionSummary"];
export type Facet = "reason" | "client" | "user" | "route";

const PAGE_SIZE = 50;
const REFRESH_MILLIS = 5000;

/** Rejections of one project, or of all and of none: a request without a route has no project. */
export function rejectionsQuery(project: string | undefined, search: RejectionSearch) {
  const { open, live, by, ...filtering } = search;
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["rejections", project, filtering],
    queryFn: ({ pageParam, signal }) => {
      const query = { filter: filterOf(search), pageToken: pageParam, pageSize: PAGE_SIZE };
      return project === undefined
        ? unwrap(api.GET("/rejections", { params: { query }, signal }))
        : unwrap(
            api.GET("/projects/{project}/rejections", {
              params: { path: { project }, query },
              signal,
            }),
          );
    },
    select: (data) => toRows(data),
    placeholderData: keepPreviousData,
    refetchInterval: live ? false : REFRESH_MILLIS,
  });
}

/** Exact counts over time, also of what has no row of its own. */
export function summaryQuery(project: string | undefined, search: RejectionSearch, by: Facet) {
  const { range, from, to } = search;
  return queryOptions({
    queryKey: ["rejections-summary", project, range, from, to, by],
    queryFn: ({ signal }) => {
      const span = spanOf(search);
      const query = { ...span, bucket: bucketOf(span), by };
      return project === undefined
        ? unwrap(api.GET("/rejections/summary", { params: { query }, signal }))
        : unwrap(
            api.GET("/projects/{project}/rejections/summary", {
              params: { path: { project }, query },
              signal,
            }),
          );
    },
    placeholderData: keepPreviousData,
    refetchInterval: 2 * REFRESH_MILLIS,
  });
}

/** Why a request was rejected, and whether it would be now. */
export function explanationQuery(requestId: string) {
  return queryOptions({
    queryKey: ["rejection", requestId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/rejections/{requestId}", { params: { path: { requestId } }, signal })),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

const PREFIX = "/api/v1";

/** Carries out what the API says would admit the request; then everything is asked anew. */
export function useRemedy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ call }: Remedy) => {
      const { method, path, ifMatch, body } = call;
      if (!path.startsWith(`${PREFIX}/projects/`)) {
        throw new Error(`${path} is not a path of this API`);
      }
      const header = ifMatch === undefined ? {} : { "If-Match": ifMatch };
      const init = { params: { header }, ...(body ? { body } : {}) };
      return committed(
        api.request(
          method.toLowerCase() as never,
          path.slice(PREFIX.length) as never,
          init as never,
        ) as Promise<Answer<unknown>>,
      );
    },
    onSettled: () =>
      Promise.all(
        ["rejection", "projects"].map((kind) => queries.invalidateQueries({ queryKey: [kind] })),
      ),
  });
}
