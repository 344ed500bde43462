import { Table, Text } from "@mantine/core";
import type { Grant } from "../../api/client";
import { Moment } from "../../ui/Moment";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import { StatusBadge } from "../../ui/StatusBadge";
import { UntrustedText } from "../../ui/UntrustedText";
import { isForAll, KIND_NAMES, parseMember } from "./members";

interface Props {
  project: string;
  grant: Grant;
  onEdit: (opener: HTMLElement | null) => void;
  onRemove: (opener: HTMLElement | null) => void;
}

export function GrantRow({ project, grant, onEdit, onRemove }: Props) {
  const isExpired = grant.expiresAt !== undefined && new Date(grant.expiresAt) <= new Date();
  return (
    <Table.Tr>
      <Table.Td>
        <Who principal={grant.principal} onOpen={onEdit} />
      </Table.Td>
      <Table.Td>
        <Effect effect={grant.effect ?? "allow"} isExpired={isExpired} />
      </Table.Td>
      <Table.Td maw={220}>
        <Text size="sm" truncate title={grant.routes?.join(", ")}>
          {grant.routes?.length ? grant.routes.join(", ") : "all"}
        </Text>
      </Table.Td>
      <Table.Td>{grant.expiresAt ? <Moment at={grant.expiresAt} /> : "never"}</Table.Td>
      <Table.Td maw={220}>
        <Text size="sm" truncate title={grant.note}>
          {grant.note}
        </Text>
      </Table.Td>
      <Table.Td>
        <RowMenu
          name={grant.principal}
          needs={{ permission: "grants.write", over: { project } }}
          actions={[
            { action: "edit", label: "Edit…" },
            { action: "remove", label: "Remove…", isHarmful: true },
          ]}
          onAction={(action, opener) => (action === "edit" ? onEdit(opener) : onRemove(opener))}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function Who({ principal, onOpen }: { principal: string; onOpen: Props["onEdit"] }) {
  const member = parseMember(principal);
  const isAll = member && isForAll(member.kind);
  return (
    <>
      <RowName onOpen={onOpen}>
        <UntrustedText text={member?.value || principal} />
      </RowName>
      <Text size="xs" c={isAll ? "var(--mantine-color-error)" : "dimmed"}>
        {member ? KIND_NAMES[member.kind] : "not a principal this page knows"}
      </Text>
    </>
  );
}

function Effect({ effect, isExpired }: { effect: "allow" | "deny"; isExpired: boolean }) {
  if (isExpired) {
    return <StatusBadge look="warning">Expired</StatusBadge>;
  }
  return effect === "deny" ? (
    <StatusBadge look="bad">Deny</StatusBadge>
  ) : (
    <StatusBadge look="good">Allow</StatusBadge>
  );
}
