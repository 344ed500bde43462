import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { paging, toRows } from "../../api/pages";
import { unwrap } from "../../api/problem";
import { committed } from "../../api/receipt";

export const projectsQuery = infiniteQueryOptions({
  ...paging,
  queryKey: ["projects"],
  queryFn: ({ pageParam, signal }) =>
    unwrap(api.GET("/projects", { params: { query: { pageToken: pageParam } }, signal })),
  select: (data) => toRows(data),
});

export function useCreateProject() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, displayName }: { id: string; displayName: string }) =>
      committed(
        api.PUT("/projects/{project}", {
          params: { path: { project: id }, header: { "If-None-Match": "*" } },
          body: { displayName },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
}
