import { Group, List, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Replica } from "../api/client";
import { gatewaysBehindQuery } from "../api/replicas";

/** Whom a change waits for, by name, for as long as the API has not answered. */
export function WaitingForGateways() {
  const { data: behind = [] } = useQuery(gatewaysBehindQuery);
  return (
    <Stack gap={4} role="status">
      <Group gap="xs">
        <Loader size="xs" />
        <Text size="sm">Waiting until every gateway acts on it…</Text>
      </Group>
      {behind.length > 0 && (
        <List size="sm">
          {behind.map((gateway) => (
            <List.Item key={gateway.incarnation}>{sayHowLong(gateway)}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

function sayHowLong({ name, leaseSeconds }: Replica): string {
  return `${name} has not confirmed; its lease of ${leaseSeconds} s is waited out, after which it rejects everything`;
}
