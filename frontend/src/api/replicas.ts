import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";

const REFRESH_MILLIS = 2000;

export const gatewaysQuery = queryOptions({
  queryKey: ["replicas"],
  queryFn: ({ signal }) => unwrap(api.GET("/replicas", { signal })),
  refetchInterval: REFRESH_MILLIS,
});

const WAITING_MILLIS = 300;

/** The gateways that do not act on the newest revision yet; for while a change waits for them. */
export const gatewaysBehindQuery = queryOptions({
  queryKey: ["replicas", "behind"],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(api.GET("/replicas", { signal }));
    return items.filter((gateway) => (gateway.lag ?? 0) > 0);
  },
  refetchInterval: WAITING_MILLIS,
  gcTime: 0, // who was waited for the last time is no news
});

export function useAcceptPolicy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/replicas/accept-policy")),
    onSettled: () => queries.invalidateQueries({ queryKey: gatewaysQuery.queryKey }),
  });
}
