import { useState } from "react";
import { ApiError } from "../api/problem";
import type { Receipt } from "../api/receipt";

/** What came of an act on many items: all of it was done, or nothing. */
export interface Bulk<T> {
  total: number;
  /** What keeps all of them back, by the item that it is about. */
  failures: { item: T; why: string }[];
  /** Why nothing was done, where that is not about single items. */
  error: Error | undefined;
  receipt: Receipt | undefined;
}

const PLACE = /^changes\[(\d+)\]\.?(.*)$/;

/** Carries one act out on many items, in one revision. */
export function useBulk<T>(act: (items: T[]) => Promise<Receipt>) {
  const [bulk, setBulk] = useState<Bulk<T>>();
  const [isRunning, setRunning] = useState(false);

  /** Whether all of it was done. */
  async function run(items: T[]): Promise<boolean> {
    setRunning(true);
    const outcome = await act(items).then(
      (receipt) => ({ failures: [], error: undefined, receipt }),
      (error: Error) => ({ ...failed(items, error), receipt: undefined }),
    );
    setBulk({ total: items.length, ...outcome });
    setRunning(false);
    return outcome.receipt !== undefined;
  }

  return { bulk, isRunning, run, reset: () => setBulk(undefined) };
}

function failed<T>(items: T[], error: Error): Pick<Bulk<T>, "failures" | "error"> {
  const violations = error instanceof ApiError ? error.violations : [];
  const failures = violations.flatMap(({ field, message }) => {
    const [, index, path] = PLACE.exec(field) ?? [];
    const item = items[Number(index)];
    return item === undefined ? [] : [{ item, why: path ? `${path} ${message}` : message }];
  });
  return { failures, error: failures.length === 0 ? error : undefined };
}
