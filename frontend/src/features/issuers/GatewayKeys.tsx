import { Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { issuerKeysQuery, type KeysAtGateway } from "../../api/issuerKeys";
import { Moment } from "../../ui/Moment";
import { Problem } from "../../ui/Problem";
import { type Look, StatusBadge } from "../../ui/StatusBadge";
import { UntrustedText } from "../../ui/UntrustedText";

const STATES: Record<KeysAtGateway["state"], { look: Look; text: string }> = {
  unused: { look: "paused", text: "Not needed yet" },
  fetched: { look: "good", text: "From the issuer" },
  kept: { look: "good", text: "From an earlier run" },
  failing: { look: "warning", text: "Old keys, fetch fails" },
  missing: { look: "bad", text: "No keys, fetch fails" },
};

const COLUMNS = ["Gateway", "Keys", "Fetched", "Next fetch", "Last try"];

/** The keys of one issuer as each gateway has them. */
export function GatewayKeys({ project, issuer }: { project: string; issuer: string }) {
  const keys = useQuery(issuerKeysQuery(project));
  const gateways = keys.data?.find((one) => one.issuer === issuer)?.gateways;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        At the gateways
      </Title>
      {keys.error && <Problem error={keys.error} />}
      {gateways?.length === 0 && (
        <Text size="sm" c="dimmed">
          No gateway holds keys of this issuer.
        </Text>
      )}
      {gateways && gateways.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table aria-label="Keys at the gateways" withTableBorder>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {gateways.map((gateway) => (
                <Row key={gateway.incarnation} gateway={gateway} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text size="xs" c="dimmed">
        The first token after the time of the next fetch has them fetched; an issuer whose tokens do
        not come is not asked.
      </Text>
    </Stack>
  );
}

function Row({ gateway }: { gateway: KeysAtGateway }) {
  const { look, text } = STATES[gateway.state];
  return (
    <Table.Tr>
      <Table.Td ff="monospace">{gateway.name}</Table.Td>
      <Table.Td>
        <StatusBadge look={look}>{text}</StatusBadge>
        {gateway.problem && (
          <Text size="xs">
            <UntrustedText text={gateway.problem} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>{gateway.fetchedAt ? <Moment at={gateway.fetchedAt} /> : "–"}</Table.Td>
      <Table.Td>{gateway.refreshAt ? <Moment at={gateway.refreshAt} /> : "–"}</Table.Td>
      <Table.Td>{gateway.triedAt ? <Moment at={gateway.triedAt} /> : "–"}</Table.Td>
    </Table.Tr>
  );
}
