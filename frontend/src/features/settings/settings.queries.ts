import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../api/client";
import { unwrap } from "../../api/problem";
import type { components } from "../../api/schema.gen";

export type Setting = components["schemas"]["Setting"];
export type InstanceSettings = components["schemas"]["InstanceSettings"];

/** What the URL says about the page; what it says wrongly is dropped. */
export const settingsSearch = z.object({ q: z.string().optional().catch(undefined) });
export type SettingsSearch = z.infer<typeof settingsSearch>;

export const instanceQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => unwrap(api.GET("/settings", { signal })),
});

/** Those whose key, value or meaning holds every word. */
export function matching(settings: Setting[], text: string | undefined): Setting[] {
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter(({ key, value = "", meaning }) => {
    const all = `${key} ${value} ${meaning}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
