import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { answered, unwrap } from "./problem";
import type { components } from "./schema.gen";

export type Session = components["schemas"]["Session"];

const SESSIONS = ["sessions"];

/** Sessions of one operator, or one's own. */
export function sessionsQuery(operator?: string) {
  return queryOptions({
    queryKey: [...SESSIONS, operator],
    queryFn: ({ signal }) =>
      unwrap(
        operator === undefined
          ? api.GET("/sessions", { signal })
          : api.GET("/operators/{operator}/sessions", { params: { path: { operator } }, signal }),
      ),
    select: (answer) => answer.items,
    staleTime: 0,
  });
}

/** Ends all sessions of an operator, or all of one's own but this one; answers how many. */
export function useEndSessions(operator?: string) {
  return useEnding(async () => {
    const { ended } = await unwrap(
      operator === undefined
        ? api.POST("/sessions/end-others")
        : api.DELETE("/operators/{operator}/sessions", { params: { path: { operator } } }),
    );
    return ended;
  });
}

/** Ends one session of one's own. */
export function useEndSession() {
  return useEnding((session: string) =>
    answered(api.DELETE("/sessions/{session}", { params: { path: { session } } })),
  );
}

function useEnding<V, R>(mutationFn: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
}
