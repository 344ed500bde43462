import { useEffect, useState } from "react";
import { api, type Rejection } from "../../api/client";
import { eventsOf } from "../../api/events";
import { answered } from "../../api/problem";

const MOST_ROWS = 200;
const RECONNECT_MILLIS = 2000;

export interface Tail {
  /** What came since it began, the newest first. */
  rows: Rejection[];
  isConnected: boolean;
  error: Error | null;
}

const NOTHING: Tail = { rows: [], isConnected: false, error: null };

/** Follows rejections as they are written down; goes on where it was after the connection broke. */
export function useLiveTail(
  project: string | undefined,
  filter: string | undefined,
  isOn: boolean,
): Tail {
  const [tail, setTail] = useState(NOTHING);
  useEffect(() => {
    if (!isOn) {
      return;
    }
    setTail(NOTHING);
    const end = new AbortController();
    follow(project, filter, end.signal, (change) => {
      if (!end.signal.aborted) {
        setTail(change);
      }
    });
    return () => end.abort();
  }, [project, filter, isOn]);
  return isOn ? tail : NOTHING;
}

type Change = (change: (tail: Tail) => Tail) => void;

async function follow(
  project: string | undefined,
  filter: string | undefined,
  signal: AbortSignal,
  change: Change,
) {
  let lastId: string | undefined;
  while (!signal.aborted) {
    try {
      const body = await open(project, filter, lastId, signal);
      change((tail) => ({ ...tail, isConnected: true, error: null }));
      for await (const event of eventsOf(body)) {
        lastId = event.id ?? lastId;
        if (event.type === "rejection") {
          const row = JSON.parse(event.data) as Rejection;
          change((tail) => ({ ...tail, rows: [row, ...tail.rows].slice(0, MOST_ROWS) }));
        }
      }
      change((tail) => ({ ...tail, isConnected: false }));
    } catch (failure) {
      const error = failure instanceof Error ? failure : new Error(String(failure));
      change((tail) => ({ ...tail, isConnected: false, error }));
    }
    await pause(signal);
  }
}

async function open(
  project: string | undefined,
  filter: string | undefined,
  lastId: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const query = { filter };
  const header = lastId === undefined ? {} : { "Last-Event-ID": lastId };
  const call =
    project === undefined
      ? api.GET("/rejections/stream", { params: { query, header }, parseAs: "stream", signal })
      : api.GET("/projects/{project}/rejections/stream", {
          params: { path: { project }, query, header },
          parseAs: "stream",
          signal,
        });
  const { data } = await answered(call);
  if (!data) {
    throw new Error("The server sent no stream.");
  }
  return data as ReadableStream<Uint8Array>;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RECONNECT_MILLIS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
