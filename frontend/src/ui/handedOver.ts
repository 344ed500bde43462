/**
 * A token on its way from where it was pasted to the page that reads it: in memory alone, and gone
 * once that page shows it. It must not be in a URL.
 */
let held = "";
const listeners = new Set<(text: string) => void>();

export const handedOver = {
  /** What waits to be read; asking changes nothing, since a page may be drawn more than once. */
  text: () => held,

  give(text: string) {
    held = text;
    for (const listener of listeners) {
      listener(text);
    }
  },

  forget() {
    held = "";
  },

  subscribe(listener: (text: string) => void): () => void {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
