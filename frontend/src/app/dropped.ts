/** A parameter of the URL that a page did not understand. */
export interface Dropped {
  name: string;
  value: string;
  /** Whether the page has such a parameter at all. */
  isKnown: boolean;
}

interface Notes {
  /** The page that they are about. */
  path: string;
  items: Dropped[];
}

const NONE: Notes = { path: "", items: [] };
let notes = NONE;
const listeners = new Set<() => void>();

function change(next: Notes) {
  notes = next;
  // The router reads the URL while it renders, when nothing else may change.
  queueMicrotask(() => {
    for (const listener of listeners) {
      listener();
    }
  });
}

export const dropped = {
  get: () => notes,

  /**
   * Only what the address bar says is noted, and once: links that are merely prepared are none of
   * their user's doing, and the router takes out of the URL what was dropped.
   */
  note(found: Pick<Dropped, "name" | "isKnown">[]) {
    const given = new URLSearchParams(location.search);
    const path = location.pathname;
    const known = notes.path === path ? notes.items : [];
    const items = found.flatMap(({ name, isKnown }) => {
      const value = given.get(name);
      const isNoted = known.some((item) => item.name === name && item.value === value);
      return value === null || isNoted ? [] : [{ name, value, isKnown }];
    });
    if (items.length > 0) {
      change({ path, items: [...known, ...items] });
    }
  },

  dismiss: () => change(NONE),

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
