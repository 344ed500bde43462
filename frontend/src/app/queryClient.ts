import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/problem";

const RETRIES = 1;

/** What the API refuses it refuses again; only what may pass by itself is tried once more. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return mayPass && failures < RETRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 2000 } },
  });
}
