import { Box, Skeleton, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Problem } from "./Problem";
import { clockTime } from "./time";

interface ListQuery<T> {
  data: T[] | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

interface Props<T> {
  query: ListQuery<T>;
  /** What is listed, in the plural. */
  label: string;
  empty: ReactNode;
  children: (rows: T[]) => ReactNode;
}

const SKELETON_DELAY_MILLIS = 150;
const SKELETON_ROWS = ["a", "b", "c", "d", "e"];

/** Loading, failed with a retry, empty with a next step, rows; in this order. */
export function QueryStates<T>({ query, label, empty, children }: Props<T>) {
  if (query.data === undefined) {
    return query.error ? (
      <Problem error={query.error} onRetry={query.refetch} />
    ) : (
      <Loading label={label} />
    );
  }
  return (
    <Stack gap="md">
      {query.error && (
        <Problem error={query.error} onRetry={query.refetch}>
          <Text size="sm">
            What is listed is as of <time>{clockTime(query.dataUpdatedAt)}</time>.
          </Text>
        </Problem>
      )}
      {query.data.length === 0 ? empty : children(query.data)}
    </Stack>
  );
}

/** Shows nothing at first: a quick answer must not flicker. */
function Loading({ label }: { label: string }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_DELAY_MILLIS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Box role="status" aria-busy="true" aria-label={`Loading ${label}`}>
      {isLate && (
        <Stack gap="xs">
          {SKELETON_ROWS.map((row) => (
            <Skeleton key={row} height={40} />
          ))}
        </Stack>
      )}
    </Box>
  );
}
