import { useMutation } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";
import type { components } from "./schema.gen";
import type { Target } from "./target";

export type Explanation = components["schemas"]["Explanation"];
export type Check = Explanation["checks"][number];
export type Remedy = Explanation["remedies"][number];

export interface Question extends Target {
  /** As a caller sends it; not kept by the server. */
  token?: string;
  /** Instead of a token, claims that are supposed to be vouched for. */
  claims?: Record<string, unknown>;
}

/** The gateways' own decision about a request, as the policy is now. Changes nothing. */
export function explain(project: string, body: Question): Promise<Explanation> {
  return unwrap(
    api.POST("/projects/{project}/explain", {
      params: { path: { project } },
      body: body as components["schemas"]["ExplainRequest"],
    }),
  );
}

export function useExplain(project: string) {
  return useMutation({ mutationFn: (body: Question) => explain(project, body) });
}
