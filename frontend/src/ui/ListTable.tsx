import { Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  label: string;
  columns: readonly string[];
  minWidth: number;
  /** Whether each row ends with a menu. */
  hasActions?: boolean;
  children: ReactNode;
}

export function ListTable({ label, columns, minWidth, hasActions = true, children }: Props) {
  return (
    <Table.ScrollContainer minWidth={minWidth}>
      <Table aria-label={label} highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
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
