import { useState } from "react";

/** Which of the rows shown are ticked; a row that goes off the list is ticked no more. */
export function useSelection<T>(rows: T[] | undefined, keyOf: (row: T) => string) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const shown = rows ?? [];
  const selected = shown.filter((row) => keys.has(keyOf(row)));
  const isAll = shown.length > 0 && selected.length === shown.length;

  function toggle(row: T) {
    const next = new Set(keys);
    if (!next.delete(keyOf(row))) {
      next.add(keyOf(row));
    }
    setKeys(next);
  }

  return {
    selected,
    has: (row: T) => keys.has(keyOf(row)),
    toggle,
    clear: () => setKeys(new Set()),
    all: {
      isAll,
      isSome: selected.length > 0,
      onAll: () => setKeys(new Set(isAll ? [] : shown.map(keyOf))),
    },
  };
}
