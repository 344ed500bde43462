import { Checkbox, Table, Text } from "@mantine/core";
import type { Client } from "../../api/client";
import { CopyValue } from "../../ui/CopyValue";
import { Moment } from "../../ui/Moment";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import { StatusBadge } from "../../ui/StatusBadge";
import { restrictionSummary, statusOf, TYPE_NAMES } from "./words";

export type RowAction = "edit" | "disable" | "enable" | "revoke" | "restore";

interface Props {
  project: string;
  client: Client;
  isSelected: boolean;
  onSelect: () => void;
  /** @param opener what gets the focus back when a dialog closes */
  onAction: (action: RowAction, client: Client, opener: HTMLElement | null) => void;
}

export function ClientRow({ project, client, isSelected, onSelect, onAction }: Props) {
  const status = statusOf(client);
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox aria-label={`Select ${client.name}`} checked={isSelected} onChange={onSelect} />
      </Table.Td>
      <Table.Td>
        <RowName onOpen={(opener) => onAction("edit", client, opener)}>{client.name}</RowName>
        <CopyValue value={client.clientId ?? ""} label="client ID" />
      </Table.Td>
      <Table.Td>{TYPE_NAMES[client.applicationType]}</Table.Td>
      <Table.Td>
        <StatusBadge look={status.look}>{status.text}</StatusBadge>
      </Table.Td>
      <Table.Td>{client.issuer}</Table.Td>
      <Table.Td maw={260}>
        <Text size="sm" truncate title={restrictionSummary(client)}>
          {restrictionSummary(client)}
        </Text>
      </Table.Td>
      <Table.Td>{client.lastSeenAt ? <Moment at={client.lastSeenAt} /> : "never"}</Table.Td>
      <Table.Td>{client.updatedAt && <Moment at={client.updatedAt} />}</Table.Td>
      <Table.Td>
        <RowMenu
          name={client.name}
          needs={{ permission: "clients.write", over: { project } }}
          actions={actionsOf(client)}
          onAction={(action, opener) => onAction(action, client, opener)}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function actionsOf(client: Client) {
  const isRevoked = client.state === "revoked";
  return [
    { action: "edit" as const, label: "Edit…" },
    ...(client.state === "disabled" ? [{ action: "enable" as const, label: "Allow" }] : []),
    ...(client.state === "enabled" ? [{ action: "disable" as const, label: "Disable…" }] : []),
    isRevoked
      ? { action: "restore" as const, label: "Allow again" }
      : { action: "revoke" as const, label: "Revoke…", isHarmful: true },
  ];
}
