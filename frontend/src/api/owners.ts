import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { unwrap } from "./problem";
import type { components } from "./schema.gen";

export type Owner = components["schemas"]["OwnerList"]["items"][number];

/** Whom to ask for more rights: as far as the API tells the one who asks. */
export const ownersQuery = queryOptions({
  queryKey: ["owners"],
  queryFn: ({ signal }) => unwrap(api.GET("/owners", { signal })),
  select: (answer) => answer.items,
  staleTime: 60_000,
});
