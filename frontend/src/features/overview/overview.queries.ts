import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { allOf, and } from "../../api/filter";
import { unwrap } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import { type Range, spanOf } from "./span";

export type Traffic = components["schemas"]["TrafficSummary"];

const REFRESH_MILLIS = 5000;
const MOST_CHANGES = 200;

/** What was admitted and rejected, and why, up to now. */
export function trafficQuery(project: string, range: Range) {
  return queryOptions({
    queryKey: ["projects", project, "traffic", range],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/projects/{project}/traffic", {
          params: { path: { project }, query: { ...spanOf(range), by: "reason" } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MILLIS,
  });
}

/** What was changed in that time, the newest first. */
export function recentChangesQuery(project: string, range: Range) {
  return queryOptions({
    queryKey: ["changes", "recent", project, range],
    queryFn: ({ signal }) => {
      const filter = and(allOf({ project }), `time=ge='${spanOf(range).from}'`);
      const query = { filter, pageSize: MOST_CHANGES };
      return unwrap(api.GET("/changes", { params: { query }, signal }));
    },
    select: (answer) => answer.items,
    refetchInterval: REFRESH_MILLIS,
  });
}
