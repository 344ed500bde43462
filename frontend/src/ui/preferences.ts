import { useSyncExternalStore } from "react";
import { z } from "zod";

/** What somebody has chosen for themselves, in this browser. */
const schema = z.object({
  density: z.enum(["comfortable", "compact"]).catch("comfortable"),
  zone: z.enum(["local", "utc"]).catch("local"),
  /** Whether single keys act (WCAG 2.1.4 asks that they can be switched off). */
  hasKeys: z.boolean().catch(true),
});
export type Preferences = z.infer<typeof schema>;

const KEY = "portcullis.preferences";
const listeners = new Set<() => void>();
let current = read();

/** What is kept wrongly is as if it were not kept. */
function read(): Preferences {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return schema.parse({});
  }
}

export const preferences = {
  get: () => current,

  set(changes: Partial<Preferences>) {
    current = { ...current, ...changes };
    localStorage.setItem(KEY, JSON.stringify(current));
    for (const listener of listeners) {
      listener();
    }
  },

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.get);
}
