import { Button, Group, Paper, Text } from "@mantine/core";
import { useState } from "react";
import type { Client } from "../../api/client";
import { Needs } from "../../ui/Needs";
import { type BulkAct, BulkDialog } from "./BulkDialog";

interface Props {
  project: string;
  selected: Client[];
  onClear: () => void;
}

/** What can be done to all that is ticked. */
export function BulkBar({ project, selected, onClear }: Props) {
  const [asked, setAsked] = useState<{ act: BulkAct; clients: Client[] }>();
  const needs = { permission: "clients.write", over: { project } } as const;
  const button = (act: BulkAct, label: string) => (
    <Needs {...needs}>
      <Button size="xs" variant="default" onClick={() => setAsked({ act, clients: selected })}>
        {label}
      </Button>
    </Needs>
  );
  return (
    <>
      {selected.length > 0 && (
        <Paper withBorder p="xs" mb="md" role="region" aria-label="Selected clients">
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {selected.length} selected
            </Text>
            {button("enable", "Allow…")}
            {button("disable", "Disable…")}
            {button("revoke", "Revoke…")}
            <Button size="xs" variant="subtle" onClick={onClear}>
              Clear
            </Button>
          </Group>
        </Paper>
      )}
      {asked && (
        <BulkDialog
          project={project}
          act={asked.act}
          clients={asked.clients}
          onClose={() => {
            setAsked(undefined);
            onClear();
          }}
        />
      )}
    </>
  );
}
