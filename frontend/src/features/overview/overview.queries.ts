import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { allOf, and } from "../../api/filter";
import { unwrap } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import { isOpen, type OverviewSearch, spanOf } from "./span";

export type Traffic = components["schemas"]["TrafficSummary"];

const REFRESH_MILLIS = 5000;
const MOST_CHANGES = 200;

/** What was admitted and rejected, and why. */
export function trafficQuery(project: string, search: OverviewSearch) {
  return queryOptions({
    queryKey: ["projects", project, "traffic", search],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/traffic", {
          params: { path: { project }, query: { ...spanOf(search), by: "reason" } },
          signal,
        }),
      ),
    refetchInterval: () => isOpen(search) && REFRESH_MILLIS,
  });
}

/** What was changed in that time, the newest first. */
export function recentChangesQuery(project: string, search: OverviewSearch) {
  return queryOptions({
    queryKey: ["changes", "recent", project, search],
    queryFn: ({ signal }) => {
      const { from, to } = spanOf(search);
      const filter = and(allOf({ project }), `time=ge='${from}'`, `time=lt='${to}'`);
      const query = { filter, pageSize: MOST_CHANGES };
      return unwrap(api.GET("/changes", { params: { query }, signal }));
    },
    select: (answer) => answer.items,
    refetchInterval: () => isOpen(search) && REFRESH_MILLIS,
  });
}
