import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";

const REFRESH_MILLIS = 2000;

export const gatewaysQuery = queryOptions({
  queryKey: ["replicas"],
  queryFn: ({ signal }) => unwrap(api.GET("/replicas", { signal })),
  refetchInterval: REFRESH_MILLIS,
});

export function useAcceptPolicy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/replicas/accept-policy")),
    onSettled: () => queries.invalidateQueries({ queryKey: gatewaysQuery.queryKey }),
  });
}
