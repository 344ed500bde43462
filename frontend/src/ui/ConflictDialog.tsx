import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import type { Difference } from "./differences";

interface Props {
  /** What was changed, by its name and the revision that changed it. */
  item: { name: string; revision: number | undefined };
  differences: Difference[];
  isBusy: boolean;
  onTakeTheirs: () => void;
  onApplyMine: () => void;
  onClose: () => void;
}

/** Somebody else has changed the item since it was read: both versions, field by field. */
export function ConflictDialog({ item, differences, isBusy, ...on }: Props) {
  return (
    <Modal
      opened
      size="lg"
      onClose={on.onClose}
      title="Changed by somebody else"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Text size="sm">
          “{item.name}” was changed while you edited it (revision {item.revision}). Nothing of yours
          is saved yet.
        </Text>
        <Table aria-label="Differences" withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Field</Table.Th>
              <Table.Th>Yours</Table.Th>
              <Table.Th>Theirs</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map(({ field, yours, theirs }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{field}</Table.Th>
                <Table.Td>{yours}</Table.Td>
                <Table.Td>{theirs}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          <Button variant="default" onClick={on.onTakeTheirs} data-autofocus>
            Take theirs
          </Button>
          <Button loading={isBusy} onClick={on.onApplyMine}>
            Apply mine on top
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
