import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/problem";
import { whoAmIQuery } from "../api/whoami";
import { reach } from "./reach";

const RETRIES = 1;

/** What the API refuses it refuses again; only what may pass by itself is tried once more. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return mayPass && failures < RETRIES;
}

export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: reach.failed, onSuccess: reach.answered }),
    mutationCache: new MutationCache({ onError: lookAgainAtRights }),
    defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 2000 } },
  });
  return queryClient;

  /** What was allowed when the page was drawn may have been taken away since. */
  function lookAgainAtRights(error: Error) {
    reach.failed(error);
    if (error instanceof ApiError && error.status === 403) {
      queryClient.invalidateQueries({ queryKey: whoAmIQuery.queryKey });
    }
  }
}
