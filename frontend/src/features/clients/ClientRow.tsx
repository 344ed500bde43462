import { ActionIcon, CopyButton, Group, Menu, Table, Text, Tooltip } from "@mantine/core";
import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import Ellipsis from "lucide-react/icons/ellipsis";
import { useRef } from "react";
import type { Client } from "../../api/client";
import { Moment } from "../../ui/Moment";
import { StatusBadge } from "../../ui/StatusBadge";
import { restrictionSummary, statusOf, TYPE_NAMES } from "./words";

export type RowAction = "edit" | "disable" | "enable" | "revoke" | "restore";

interface Props {
  client: Client;
  /** @param opener what gets the focus back when a dialog closes */
  onAction: (action: RowAction, client: Client, opener: HTMLElement | null) => void;
}

export function ClientRow({ client, onAction }: Props) {
  const status = statusOf(client);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {client.name}
        </Text>
        <ClientId id={client.clientId ?? ""} />
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
      <Table.Td>{client.updatedAt && <Moment at={client.updatedAt} />}</Table.Td>
      <Table.Td>
        <RowMenu client={client} onAction={onAction} />
      </Table.Td>
    </Table.Tr>
  );
}

function ClientId({ id }: { id: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" c="dimmed" ff="monospace" maw={340} truncate title={id}>
        {id}
      </Text>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy client ID"}>
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={`Copy client ID ${id}`}
              onClick={copy}
            >
              {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

function RowMenu({ client, onAction }: Props) {
  const opener = useRef<HTMLButtonElement>(null);
  const act = (action: RowAction) => () => onAction(action, client, opener.current);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          ref={opener}
          variant="subtle"
          color="gray"
          aria-label={`Actions for ${client.name}`}
        >
          <Ellipsis size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions for ${client.name}`}>
        <Menu.Item onClick={act("edit")}>Edit…</Menu.Item>
        {client.state === "disabled" && <Menu.Item onClick={act("enable")}>Allow</Menu.Item>}
        {client.state === "enabled" && <Menu.Item onClick={act("disable")}>Disable…</Menu.Item>}
        {client.state === "revoked" ? (
          <Menu.Item onClick={act("restore")}>Allow again</Menu.Item>
        ) : (
          <Menu.Item c="var(--mantine-color-error)" onClick={act("revoke")}>
            Revoke…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
