import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";

const MOST = 1000;

/** As many projects as there is to choose from. */
export const projectChoiceQuery = queryOptions({
  queryKey: ["projects", "choice"],
  queryFn: ({ signal }) =>
    unwrap(api.GET("/projects", { params: { query: { pageSize: MOST } }, signal })),
  select: (answer) => answer.items,
});
