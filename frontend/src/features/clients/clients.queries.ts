import { z } from "zod";
import { api } from "../../api/client";
import { allOf, and, anyContains } from "../../api/filter";
import { itemsQuery, useItemChange } from "../../api/items";
import { committed } from "../../api/receipt";
import { APPLICATION_TYPES, STATES } from "./words";

/** What the URL says about the list; what it says wrongly is dropped. */
export const clientSearch = z.object({
  q: z.string().optional().catch(undefined),
  state: z.enum(STATES).optional().catch(undefined),
  type: z.enum(APPLICATION_TYPES).optional().catch(undefined),
  create: z.literal(true).optional().catch(undefined),
  many: z.literal(true).optional().catch(undefined),
  edit: z.string().optional().catch(undefined),
});
export type ClientSearch = z.infer<typeof clientSearch>;

export function clientsQuery(project: string, { q, state, type }: ClientSearch) {
  const filter = and(allOf({ state, applicationType: type }), anyContains(["name", "clientId"], q));
  return itemsQuery("clients", project, filter);
}

export function useRestoreClient(project: string) {
  return useItemChange("clients", project, (clientId: string) =>
    committed(
      api.POST("/projects/{project}/clients/{clientId}/restore", {
        params: { path: { project, clientId } },
      }),
    ),
  );
}
