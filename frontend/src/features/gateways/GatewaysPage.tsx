import { Alert, Code, Group, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Replica } from "../../api/client";
import { gatewaysQuery } from "../../api/replicas";
import { EmptyState } from "../../ui/EmptyState";
import { Moment } from "../../ui/Moment";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { StatusBadge } from "../../ui/StatusBadge";
import { PolicyState } from "./PolicyState";

const COLUMNS = ["Gateway", "State", "Revision", "Lease", "Last seen", "Running since", "Version"];

export function GatewaysPage() {
  const answer = useQuery(gatewaysQuery);
  const gateways = useQuery({ ...gatewaysQuery, select: (list) => list.items });
  return (
    <>
      <PageHeader title="Gateways">
        Every change is confirmed by each gateway, or its lease runs out first: without a word from
        PostgreSQL for that long it rejects everything.
      </PageHeader>
      {answer.data && (
        <PolicyState durability={answer.data.durability} isAccepted={answer.data.policyAccepted} />
      )}
      <QueryStates
        query={gateways}
        label="gateways"
        empty={
          <EmptyState title="No gateway is running">
            No request is served. Start one with <Code>bin/portcullis serve --only gateway</Code>{" "}
            and the same DATABASE_URL.
          </EmptyState>
        }
      >
        {(rows) => (
          <>
            {rows.some((gateway) => gateway.notified === false) && <Unnotified />}
            <GatewayTable rows={rows} />
          </>
        )}
      </QueryStates>
    </>
  );
}

function Unnotified() {
  return (
    <Alert color="yellow" title="Changes take longer than they need" mb="md">
      Notifications of PostgreSQL do not arrive at a gateway, so each change waits for its next
      heartbeat, up to half a second. Connect it without a pooler, or with one in session mode.
    </Alert>
  );
}

function GatewayTable({ rows }: { rows: Replica[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label="Gateways" highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((gateway) => (
            <GatewayRow key={gateway.incarnation} gateway={gateway} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function GatewayRow({ gateway }: { gateway: Replica }) {
  const lag = gateway.lag ?? 0;
  return (
    <Table.Tr>
      <Table.Td ff="monospace">{gateway.name}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          {lag === 0 ? (
            <StatusBadge look="good">Current</StatusBadge>
          ) : (
            <StatusBadge look="warning">{`Behind by ${lag}`}</StatusBadge>
          )}
          {gateway.notified === false && <StatusBadge look="warning">Not notified</StatusBadge>}
        </Group>
      </Table.Td>
      <Table.Td>{gateway.revision}</Table.Td>
      <Table.Td>{gateway.leaseSeconds} s</Table.Td>
      <Table.Td>
        <Moment at={gateway.seenAt} />
      </Table.Td>
      <Table.Td>
        <Moment at={gateway.startedAt} />
      </Table.Td>
      <Table.Td>{gateway.version}</Table.Td>
    </Table.Tr>
  );
}
