import type { ErrorComponentProps } from "@tanstack/react-router";
import { Problem } from "../ui/Problem";

/** A fault of the console itself: the rest of the page stays usable. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <Problem error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
  );
}
