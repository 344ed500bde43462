import { api } from "./client";
import { useItemChange } from "./items";
import { committed } from "./receipt";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type ClientChange = Schemas["ClientChanges"]["changes"][number];
export type GrantChange = Schemas["GrantChanges"]["changes"][number];

/** Many clients in one revision, all or none of them. */
export function useClientChanges(project: string) {
  return useItemChange("clients", project, (changes: ClientChange[]) =>
    committed(
      api.POST("/projects/{project}/client-changes", {
        params: { path: { project } },
        body: { changes },
      }),
    ),
  );
}

/** Many grants in one revision, all or none of them. */
export function useGrantChanges(project: string) {
  return useItemChange("grants", project, (changes: GrantChange[]) =>
    committed(
      api.POST("/projects/{project}/grant-changes", {
        params: { path: { project } },
        body: { changes },
      }),
    ),
  );
}
