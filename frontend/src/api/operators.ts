import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";

/** Some of the operators there are: enough to know whether there is one. */
export const operatorsChoiceQuery = queryOptions({
  queryKey: ["operators", "choice"],
  queryFn: ({ signal }) => unwrap(api.GET("/operators", { signal })),
  select: (answer) => answer.items,
});
