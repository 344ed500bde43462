import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { api, type Operator } from "../../api/client";
import { paging, toRows } from "../../api/pages";
import { answered, unwrap } from "../../api/problem";
import type { components } from "../../api/schema.gen";

/** What the URL says about the pages; what it says wrongly is dropped. */
export const operatorSearch = z.object({
  create: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
});
export type OperatorSearch = z.infer<typeof operatorSearch>;

export const TOKEN_STATES = ["active", "expired", "revoked"] as const;
export const tokenSearch = z.object({
  create: z.literal(true).optional().catch(undefined),
  state: z.enum(TOKEN_STATES).optional().catch(undefined),
});
export type TokenSearch = z.infer<typeof tokenSearch>;

const OPERATORS = ["operators"];
const TOKENS = ["api-tokens"];

export const operatorsQuery = infiniteQueryOptions({
  ...paging,
  queryKey: [...OPERATORS, "list"],
  queryFn: ({ pageParam, signal }) =>
    unwrap(api.GET("/operators", { params: { query: { pageToken: pageParam } }, signal })),
  select: (data) => toRows(data),
});

/** An operator as they are stored now, with the tag that a change has to bring. */
export interface Stored {
  operator: Operator;
  etag: string;
}

export function operatorQuery(id: string) {
  return queryOptions({
    queryKey: [...OPERATORS, "one", id],
    queryFn: async ({ signal }): Promise<Stored> => {
      const call = api.GET("/operators/{operator}", { params: { path: { operator: id } }, signal });
      const { response } = await answered(call);
      return { operator: await unwrap(call), etag: response.headers.get("ETag") ?? "" };
    },
    staleTime: 0,
  });
}

export interface OperatorChange {
  id: string;
  operator: Operator;
  /** Absent for one who is new. */
  etag?: string | undefined;
}

export function usePutOperator() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, operator, etag }: OperatorChange) =>
      unwrap(
        api.PUT("/operators/{operator}", {
          params: {
            path: { operator: id },
            header: etag ? { "If-Match": etag } : { "If-None-Match": "*" },
          },
          body: operator,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: OPERATORS }),
  });
}

export function useRemoveOperator() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const { etag } = await queries.fetchQuery(operatorQuery(id));
      await answered(
        api.DELETE("/operators/{operator}", {
          params: { path: { operator: id }, header: { "If-Match": etag } },
        }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: OPERATORS }),
  });
}

export const apiTokensQuery = infiniteQueryOptions({
  ...paging,
  queryKey: TOKENS,
  queryFn: ({ pageParam, signal }) =>
    unwrap(api.GET("/api-tokens", { params: { query: { pageToken: pageParam } }, signal })),
  select: (data) => toRows(data),
});

export type TokenRequest = components["schemas"]["ApiTokenRequest"];

export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: TokenRequest) => unwrap(api.POST("/api-tokens", { body })),
    gcTime: 0, // the answer holds the secret
    onSettled: () => queries.invalidateQueries({ queryKey: TOKENS }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answered(api.DELETE("/api-tokens/{apiToken}", { params: { path: { apiToken: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: TOKENS }),
  });
}
