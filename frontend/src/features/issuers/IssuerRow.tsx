import { Stack, Table, Text } from "@mantine/core";
import type { Issuer } from "../../api/client";
import { type IssuerKeys, isTroubled } from "../../api/issuerKeys";
import { Moment } from "../../ui/Moment";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import { StatusBadge } from "../../ui/StatusBadge";
import { PRESET_NAMES, presetOf, statusOf } from "./words";

export type IssuerAction = "edit" | "test" | "enable" | "disable" | "sign-out" | "remove";

interface Props {
  project: string;
  issuer: Issuer;
  /** As the gateways have them; undefined until that is known. */
  keys: IssuerKeys | undefined;
  onAction: (action: IssuerAction, issuer: Issuer, opener: HTMLElement | null) => void;
}

export function IssuerRow({ project, issuer, keys, onAction }: Props) {
  const status = statusOf(issuer);
  const source = issuer.introspectionUri ?? issuer.discoveryUri ?? issuer.jwksUri ?? "";
  return (
    <Table.Tr>
      <Table.Td>
        <RowName onOpen={(opener) => onAction("edit", issuer, opener)}>{issuer.id}</RowName>
        <Text size="xs" c="dimmed">
          {PRESET_NAMES[presetOf(issuer)]}
        </Text>
      </Table.Td>
      <Table.Td maw={240}>
        {issuer.issuers?.map((iss) => (
          <Text key={iss} size="sm" truncate title={iss}>
            {iss}
          </Text>
        ))}
      </Table.Td>
      <Table.Td maw={260}>
        <Text size="sm" truncate title={source}>
          {source}
        </Text>
        <Text size="xs" c="dimmed">
          {issuer.kind === "introspection"
            ? "asked about each token"
            : issuer.algorithms?.join(", ")}
        </Text>
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          <StatusBadge look={status.look}>{status.text}</StatusBadge>
          <KeyTrouble keys={keys} />
        </Stack>
      </Table.Td>
      <Table.Td>{issuer.updatedAt && <Moment at={issuer.updatedAt} />}</Table.Td>
      <Table.Td>
        <RowMenu
          name={issuer.id ?? ""}
          needs={{ permission: "issuers.write", over: { project } }}
          actions={actionsOf(issuer)}
          onAction={(action, opener) => onAction(action, issuer, opener)}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function KeyTrouble({ keys }: { keys: IssuerKeys | undefined }) {
  const gateways = keys?.gateways ?? [];
  const troubled = gateways.filter(isTroubled);
  if (troubled.length === 0) {
    return null;
  }
  const isMissing = troubled.some(({ state }) => state === "missing");
  return (
    <StatusBadge
      look={isMissing ? "bad" : "warning"}
    >{`Keys not fetched on ${troubled.length} of ${gateways.length}`}</StatusBadge>
  );
}

function actionsOf({ enabled = true }: Issuer) {
  return [
    { action: "edit" as const, label: "Edit…" },
    { action: "test" as const, label: "Test, and show its keys…" },
    enabled
      ? { action: "disable" as const, label: "Switch off…" }
      : { action: "enable" as const, label: "Switch on" },
    { action: "sign-out" as const, label: "Sign everybody out…", isHarmful: true },
    { action: "remove" as const, label: "Remove…", isHarmful: true },
  ];
}
