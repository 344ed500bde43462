import { queryOptions, useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { api, type Issuer } from "../../api/client";
import { unwrap } from "../../api/problem";
import type { components } from "../../api/schema.gen";

/** What the URL says about the page; what it says wrongly is dropped. */
export const issuerSearch = z.object({
  create: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
  test: z.string().optional().catch(undefined),
});
export type IssuerSearch = z.infer<typeof issuerSearch>;

export type IssuerReport = components["schemas"]["IssuerReport"];

/** Tries out what is typed, before it is saved. */
export function useTestUnsaved(project: string) {
  return useMutation({
    mutationFn: (body: Issuer) =>
      unwrap(api.POST("/projects/{project}/issuer-tests", { params: { path: { project } }, body })),
  });
}

/** Tries out what is stored, each time anew. */
export function testQuery(project: string, issuer: string) {
  return queryOptions({
    queryKey: ["projects", project, "issuer-test", issuer],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/projects/{project}/issuers/{issuer}/test", {
          params: { path: { project, issuer } },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
