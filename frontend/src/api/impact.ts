import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Kind } from "./items";
import { type Answer, unwrap } from "./problem";
import type { components } from "./schema.gen";

export type Impact = components["schemas"]["Impact"];
/** The kinds of which the API can tell whom a change cuts off. */
export type Weighed = Exclude<Kind, "backends">;

const IMPACT = "/projects/{project}/{kind}/{id}/impact";

/** Whom a change would cut off; its removal if no fields to change are given. */
export function impactQuery(project: string, kind: Weighed, id: string, changes?: object) {
  return queryOptions({
    queryKey: ["impact", project, kind, id, changes],
    queryFn: ({ signal }) => {
      const init = { params: { path: { project, kind, id } }, body: changes, signal };
      return unwrap(api.request("post", IMPACT as never, init as never) as Promise<Answer<Impact>>);
    },
    staleTime: 0,
    retry: false,
  });
}
