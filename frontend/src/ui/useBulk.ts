import { useState } from "react";
import type { Receipt } from "../api/receipt";

/** How far an act on many items has come. */
export interface Bulk<T> {
  total: number;
  done: number;
  failures: { item: T; error: Error }[];
  /** Of the newest revision: gateways that act on it act on all before. */
  receipt: Receipt | undefined;
}

const AT_ONCE = 4;

/** Carries one act out on many items, a few at a time; what fails does not keep others back. */
export function useBulk<T>(act: (item: T) => Promise<Receipt>) {
  const [bulk, setBulk] = useState<Bulk<T>>();
  const [isRunning, setRunning] = useState(false);

  async function run(items: T[]): Promise<Bulk<T>> {
    let state: Bulk<T> = { total: items.length, done: 0, failures: [], receipt: undefined };
    const waiting = [...items];
    setRunning(true);
    setBulk(state);

    async function work() {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        state = await outcome(item, act(item), () => state);
        setBulk(state);
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, work));
    setRunning(false);
    return state;
  }

  return { bulk, isRunning, run, reset: () => setBulk(undefined) };
}

async function outcome<T>(
  item: T,
  acting: Promise<Receipt>,
  state: () => Bulk<T>,
): Promise<Bulk<T>> {
  try {
    const receipt = await acting;
    const { done, receipt: last, ...rest } = state();
    const isNewer = last === undefined || receipt.revision > last.revision;
    return { ...rest, done: done + 1, receipt: isNewer ? receipt : last };
  } catch (failure) {
    const error = failure instanceof Error ? failure : new Error(String(failure));
    return { ...state(), failures: [...state().failures, { item, error }] };
  }
}
