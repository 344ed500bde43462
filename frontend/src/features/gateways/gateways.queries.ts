import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { unwrap } from "../../api/problem";

const REFRESH_MILLIS = 2000;

export const gatewaysQuery = queryOptions({
  queryKey: ["replicas"],
  queryFn: ({ signal }) => unwrap(api.GET("/replicas", { signal })),
  select: (answer) => answer.items,
  refetchInterval: REFRESH_MILLIS,
});
