import { z } from "zod";
import { allOf, and, anyContains } from "../../api/filter";
import { itemsQuery } from "../../api/items";

export const AUTHENTICATION = ["required", "optional", "public"] as const;

/** What the URL says about the page; what it says wrongly is dropped. */
export const routeSearch = z.object({
  tab: z.literal("backends").optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  authentication: z.enum(AUTHENTICATION).optional().catch(undefined),
  create: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
});
export type RouteSearch = z.infer<typeof routeSearch>;

export function routesQuery(project: string, { q, authentication }: RouteSearch) {
  const text = anyContains(["id", "backend", "path", "pathPrefix"], q);
  return itemsQuery("routes", project, and(allOf({ authentication }), text));
}

export function backendsQuery(project: string, { q }: RouteSearch) {
  return itemsQuery("backends", project, anyContains(["id"], q));
}
