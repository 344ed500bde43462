import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import type { Client } from "../../api/client";
import { differences, FIELD_NAMES } from "./clientChanges";
import type { ClientFields } from "./clientFields";

interface Props {
  yours: ClientFields;
  theirs: Client;
  isBusy: boolean;
  onTakeTheirs: () => void;
  onApplyMine: () => void;
  onClose: () => void;
}

/** Somebody else has changed the client since it was read: both versions, field by field. */
export function ConflictDialog({ yours, theirs, isBusy, ...on }: Props) {
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
          “{theirs.name}” was changed while you edited it (revision {theirs.revision}). Nothing of
          yours is saved yet.
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
            {differences(yours, theirs).map(({ field, ...versions }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row">{FIELD_NAMES[field]}</Table.Th>
                <Table.Td>{versions.yours}</Table.Td>
                <Table.Td>{versions.theirs}</Table.Td>
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
