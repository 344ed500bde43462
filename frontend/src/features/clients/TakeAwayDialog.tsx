import { Code, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Client } from "../../api/client";
import { ApiError } from "../../api/problem";
import { ApiCall } from "../../ui/ApiCall";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import type { Act } from "../../ui/receipts";
import { usePatchClient } from "./clients.queries";

const KINDS = {
  disable: { action: "Disable", verb: "Disabled", state: "disabled" },
  revoke: { action: "Revoke", verb: "Revoked", state: "revoked" },
} as const;

interface Props {
  kind: keyof typeof KINDS;
  project: string;
  /** As the list shows it now. */
  client: Client;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** Disables or revokes a client, once its user knows what follows. */
export function TakeAwayDialog({ kind, project, client, onDone, onClose }: Props) {
  const patch = usePatchClient(project);
  const [act, setAct] = useState<Act>();
  const { action, verb, state } = KINDS[kind];
  const isStale = patch.error instanceof ApiError && patch.error.status === 412;

  // Not a callback of mutate: the list says what came of it even if the dialog is closed by then.
  async function confirm() {
    const receipt = await patch.mutateAsync({ seen: client, changes: { state } }).catch(() => null);
    if (receipt) {
      const done = { verb, name: client.name, receipt };
      setAct(done);
      onDone(done);
    }
  }

  return (
    <ConfirmDialog
      title={`${action} ${client.name}?`}
      action={action}
      change={{ isPending: patch.isPending, error: patch.error, act }}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Consequence kind={kind} client={client} />
        {isStale && (
          <Text size="sm">
            It is “{client.name}”, {client.state}, at revision {client.revision} now. {action} again
            if that is still what you want.
          </Text>
        )}
        <ApiCall
          call={{
            method: "PATCH",
            path: `/projects/${project}/clients/${encodeURIComponent(client.clientId ?? "")}`,
            headers: { "If-Match": `"${client.revision}"` },
            body: { state },
          }}
        />
      </Stack>
    </ConfirmDialog>
  );
}

function Consequence({ kind, client }: Pick<Props, "kind" | "client">) {
  return (
    <Text size="sm">
      Every token issued for <Code>{client.clientId}</Code> is rejected from then on, also those
      that are valid today; streams that rest on one are closed.{" "}
      {kind === "revoke"
        ? "Only an explicit “Allow again” brings it back."
        : "It can be allowed again at any time."}
    </Text>
  );
}
