import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { EmptyState } from "./EmptyState";

interface Props {
  /** As in "No client yet". */
  noun: string;
  /** By what the list is filtered, in words; empty when it is not. */
  filters: string[];
  onClear: () => void;
  action?: ReactNode;
  /** What it means that there is none. */
  children: ReactNode;
}

/** A list that is empty, told from one that a filter has emptied. */
export function NoItems({ noun, filters, onClear, action, children }: Props) {
  return filters.length === 0 ? (
    <EmptyState title={`No ${noun} yet`} action={action}>
      {children}
    </EmptyState>
  ) : (
    <EmptyState
      title={`No ${noun} matches`}
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Filtered by {filters.join(" and ")}.
    </EmptyState>
  );
}
