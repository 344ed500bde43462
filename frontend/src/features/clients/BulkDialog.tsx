import { Button, Group, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { type ClientChange, useClientChanges } from "../../api/bulk";
import type { Client } from "../../api/client";
import { BulkOutcome } from "../../ui/BulkOutcome";
import { useBulk } from "../../ui/useBulk";
import { WaitingForGateways } from "../../ui/WaitingForGateways";

const ACTS = {
  enable: { action: "Allow", verb: "Allowed", state: "enabled" },
  disable: { action: "Disable", verb: "Disabled", state: "disabled" },
  revoke: { action: "Revoke", verb: "Revoked", state: "revoked" },
} as const;
export type BulkAct = keyof typeof ACTS;

const NAMED = 10;

interface Props {
  project: string;
  act: BulkAct;
  clients: Client[];
  onClose: () => void;
}

/** Asks once for all, and tells of each that it failed for. */
export function BulkDialog({ project, act, clients, onClose }: Props) {
  const { action, verb, state } = ACTS[act];
  const change = useClientChanges(project);
  const [typed, setTyped] = useState("");
  const { bulk, isRunning, run } = useBulk((chosen: Client[]) =>
    change.mutateAsync(chosen.map((client) => toChange(client, act))),
  );
  const concerned = clients.filter((client) => client.state !== state && !isFinal(client, act));
  const asksForName = act !== "enable" && concerned.length > NAMED;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${action} ${concerned.length} ${concerned.length === 1 ? "client" : "clients"}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        {bulk ? (
          <BulkOutcome bulk={bulk} verb={verb} noun="clients" nameOf={(client) => client.name} />
        ) : (
          <Consequence
            act={act}
            concerned={concerned}
            skipped={clients.length - concerned.length}
          />
        )}
        {!bulk && asksForName && (
          <TextInput
            label={`Type ${project} to go on`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {isRunning && <WaitingForGateways />}
        <Group justify="flex-end">
          {bulk && !isRunning ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose} data-autofocus>
                Cancel
              </Button>
              <Button
                {...(act === "enable" ? {} : { color: "red.9" })}
                loading={isRunning}
                disabled={concerned.length === 0 || (asksForName && typed !== project)}
                onClick={() => run(concerned)}
              >
                {action}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function toChange(client: Client, act: BulkAct): ClientChange {
  const id = client.clientId ?? "";
  return client.state === "revoked" && act === "enable"
    ? { id, restore: true }
    : { id, revision: client.revision ?? 0, patch: { state: ACTS[act].state } };
}

/** What is revoked stays so, whatever else is done to it but allowing it again. */
function isFinal(client: Client, act: BulkAct): boolean {
  return act === "disable" && client.state === "revoked";
}

interface ConsequenceProps {
  act: BulkAct;
  concerned: Client[];
  skipped: number;
}

function Consequence({ act, concerned, skipped }: ConsequenceProps) {
  return (
    <>
      <Text size="sm">
        {act === "enable"
          ? "Their tokens are accepted from then on, those of revoked clients too."
          : "Every token issued for them is rejected from then on, and streams that rest on one are closed."}{" "}
        All are changed in one revision, or none.
      </Text>
      <List size="sm">
        {concerned.slice(0, NAMED).map((client) => (
          <List.Item key={client.clientId}>{client.name}</List.Item>
        ))}
        {concerned.length > NAMED && <List.Item>and {concerned.length - NAMED} more</List.Item>}
      </List>
      {skipped > 0 && (
        <Text size="sm" c="dimmed">
          {skipped} {skipped === 1 ? "is" : "are"} left as {skipped === 1 ? "it is" : "they are"}.
        </Text>
      )}
    </>
  );
}
