import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../api/client";
import { allOf } from "../../api/filter";
import { paging, toRows } from "../../api/pages";
import { unwrap } from "../../api/problem";
import { REASON_CODES } from "./reasons";

/** What the URL says about the list; what it says wrongly is dropped. */
export const rejectionSearch = z.object({
  reason: z.enum(REASON_CODES).optional().catch(undefined),
  verified: z.boolean().optional().catch(undefined),
});
export type RejectionSearch = z.infer<typeof rejectionSearch>;

const PAGE_SIZE = 50;
const REFRESH_MILLIS = 5000;

/** Rejections of one project, or of all and of none: a request without a route has no project. */
export function rejectionsQuery(project: string | undefined, search: RejectionSearch) {
  const filter = allOf({ reason: search.reason, verified: search.verified?.toString() });
  return infiniteQueryOptions({
    ...paging,
    queryKey: ["rejections", project, search],
    queryFn: ({ pageParam, signal }) => {
      const query = { filter, pageToken: pageParam, pageSize: PAGE_SIZE };
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
    refetchInterval: REFRESH_MILLIS,
  });
}
