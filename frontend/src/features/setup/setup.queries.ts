import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../api/client";
import { unwrap } from "../../api/problem";

/** What the URL says about the guide; what it says wrongly is dropped. */
export const setupSearch = z.object({ project: z.string().optional().catch(undefined) });
export type SetupSearch = z.infer<typeof setupSearch>;

const POLL_MILLIS = 2000;
const DAY_MILLIS = 86_400_000;

/** What came in the last day; asked again until something was admitted. */
export function firstRequestQuery(project: string) {
  return queryOptions({
    queryKey: ["projects", project, "traffic", "first"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/traffic", {
          params: {
            path: { project },
            query: { from: new Date(Date.now() - DAY_MILLIS).toISOString(), bucket: "day" },
          },
          signal,
        }),
      ),
    refetchInterval: (query) => (query.state.data?.admitted ? false : POLL_MILLIS),
  });
}
