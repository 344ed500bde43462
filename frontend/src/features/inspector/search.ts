import { z } from "zod";

/** What the URL says about the page. A token is never among it. */
export const inspectorSearch = z.object({
  tab: z.literal("simulator").optional().catch(undefined),
});
export type InspectorSearch = z.infer<typeof inspectorSearch>;
