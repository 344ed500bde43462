import { Code, Text } from "@mantine/core";
import type { Client } from "../../api/client";
import { pathOf, usePatchItem } from "../../api/items";
import { etag } from "../../api/receipt";
import { ImpactNote } from "../../ui/ImpactNote";
import type { Act } from "../../ui/receipts";
import { NowAt, TakeAwayDialog } from "../../ui/TakeAwayDialog";

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
export function TakeAwayClient({ kind, project, client, onDone, onClose }: Props) {
  const patch = usePatchItem("clients", project);
  const { action, verb, state } = KINDS[kind];
  return (
    <TakeAwayDialog
      act={{
        action,
        verb,
        name: client.name,
        take: () => patch.mutateAsync({ seen: client, changes: { state } }),
        call: {
          method: "PATCH",
          path: pathOf(project, "clients", client.clientId ?? ""),
          headers: { "If-Match": etag(client) },
          body: { state },
        },
      }}
      whenStale={
        <NowAt
          is={`“${client.name}”, ${client.state},`}
          revision={client.revision}
          action={action}
        />
      }
      onDone={onDone}
      onClose={onClose}
    >
      <Consequence kind={kind} client={client} />
      <ImpactNote project={project} kind="clients" id={client.clientId ?? ""} changes={{ state }} />
    </TakeAwayDialog>
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
