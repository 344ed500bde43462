import { Checkbox, Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ListTable.module.css";
import { usePreferences } from "./preferences";

interface Props {
  label: string;
  columns: readonly string[];
  minWidth: number;
  /** Whether each row ends with a menu. */
  hasActions?: boolean;
  /** Where rows can be ticked: how the box for all of them stands. */
  selection?: { isAll: boolean; isSome: boolean; onAll: () => void };
  children: ReactNode;
}

export function ListTable({
  label,
  columns,
  minWidth,
  hasActions = true,
  selection,
  children,
}: Props) {
  const { density } = usePreferences();
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table
        aria-label={label}
        className={classes.rows ?? ""}
        highlightOnHover
        verticalSpacing={density === "compact" ? 4 : "sm"}
      >
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={`Select all ${label.toLowerCase()} shown`}
                  checked={selection.isAll}
                  indeterminate={selection.isSome && !selection.isAll}
                  onChange={selection.onAll}
                />
              </Table.Th>
            )}
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
            {hasActions && (
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
