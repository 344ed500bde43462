import { useState } from "react";
import type { Rejection } from "../../api/client";

/**
 * The rows to list: those that were asked for, and before them those that came since. What comes
 * while somebody reads waits, so that nothing moves under their eyes.
 */
export function useShownRows(
  listed: Rejection[] | undefined,
  live: Rejection[],
  isReading: boolean,
) {
  const [seen, setSeen] = useState<Rejection[]>([]);
  if (!isReading && seen !== live) {
    setSeen(live);
  }
  const shown = isReading ? seen : live;
  const keys = new Set(shown.map(keyOf));
  return {
    rows: listed && [...shown, ...listed.filter((row) => !keys.has(keyOf(row)))],
    waiting: live.length - shown.length,
    show: () => setSeen(live),
  };
}

function keyOf(row: Rejection): string {
  return `${row.requestId} ${row.time}`;
}
