import { Table, Text } from "@mantine/core";
import type { ApiToken } from "../../api/client";
import { CopyValue } from "../../ui/CopyValue";
import { Moment } from "../../ui/Moment";
import { RowMenu } from "../../ui/RowMenu";
import { type Look, StatusBadge } from "../../ui/StatusBadge";
import { reachInWords } from "./rights";

const SOON_DAYS = 14;
const DAY_MILLIS = 86_400_000;

interface Props {
  token: ApiToken;
  onRevoke: () => void;
}

export function TokenRow({ token, onRevoke }: Props) {
  const { look, text } = statusOf(token);
  return (
    <Table.Tr>
      <Table.Td maw={260}>
        <Text size="sm" fw={600} truncate title={token.name}>
          {token.name}
        </Text>
        <CopyValue value={token.id} label="token ID" />
      </Table.Td>
      <Table.Td>
        <StatusBadge look={look}>{text}</StatusBadge>
      </Table.Td>
      <Table.Td maw={200}>
        <Text size="sm">{token.role}</Text>
        <Text size="xs" c="dimmed" truncate title={reachInWords(token.projects)}>
          {reachInWords(token.projects)}
        </Text>
      </Table.Td>
      <Table.Td>{token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : "never"}</Table.Td>
      <Table.Td>
        <Moment at={token.expiresAt} />
      </Table.Td>
      <Table.Td maw={220}>
        <Text size="sm" truncate title={token.createdBy}>
          {token.createdBy}
        </Text>
        <Text size="xs" c="dimmed">
          <Moment at={token.createdAt} />
        </Text>
      </Table.Td>
      <Table.Td>
        {token.state === "active" && (
          <RowMenu
            name={token.name}
            needs={{ permission: "api-tokens.write", over: "own" }}
            actions={[{ action: "revoke", label: "Revoke…", isHarmful: true }]}
            onAction={onRevoke}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** What the token is good for now. */
export function statusOf(token: ApiToken, now = Date.now()): { look: Look; text: string } {
  if (token.state === "revoked") {
    return { look: "bad", text: "Revoked" };
  }
  const days = Math.ceil((new Date(token.expiresAt).getTime() - now) / DAY_MILLIS);
  if (token.state === "expired" || days <= 0) {
    return { look: "paused", text: "Expired" };
  }
  return days <= SOON_DAYS
    ? { look: "warning", text: days === 1 ? "Expires within a day" : `Expires in ${days} days` }
    : { look: "good", text: "Active" };
}
