import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";

const POLL_MILLIS = 1000;

/** Where every gateway stands with a revision; asked again until all act on it. */
export function revisionQuery(revision: number) {
  return queryOptions({
    queryKey: ["revisions", revision],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/revisions/{revision}", { params: { path: { revision } }, signal })),
    refetchInterval: (query) => (query.state.data?.confirmed ? false : POLL_MILLIS),
  });
}
