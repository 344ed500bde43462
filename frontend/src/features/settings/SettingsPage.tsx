import { Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PERMISSIONS, whoAmIQuery } from "../../api/whoami";
import { PageHeader } from "../../ui/PageHeader";
import { StatusBadge } from "../../ui/StatusBadge";
import { Instance } from "./Instance";
import { Personal } from "./Personal";
import { Sessions } from "./Sessions";
import type { SettingsSearch } from "./settings.queries";

interface Props {
  search: SettingsSearch;
  onSearch: (search: SettingsSearch) => void;
}

/** What is one's own here, and what the server goes by, which is set where it is started. */
export function SettingsPage({ search, onSearch }: Props) {
  return (
    <>
      <PageHeader title="Settings">
        Your own, and what the server goes by. That is set where it is started, and is only shown
        here.
      </PageHeader>
      <Stack gap="md" maw={760}>
        <Personal />
        <Sessions />
        <Instance search={search} onSearch={onSearch} />
        <Rights />
      </Stack>
    </>
  );
}

function Rights() {
  const { data: who } = useQuery(whoAmIQuery);
  if (!who) {
    return null;
  }
  return (
    <Paper withBorder p="md" component="section" aria-label="Your rights">
      <Stack gap="xs">
        <Title order={2}>Your rights</Title>
        <Text size="sm">
          {who.actor} is {who.role} of {who.projects ? who.projects.join(", ") : "all projects"}.
        </Text>
        <Table aria-label="Permissions" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Permission</Table.Th>
              <Table.Th>You</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {PERMISSIONS.map((permission) => (
              <Table.Tr key={permission}>
                <Table.Td ff="monospace">{permission}</Table.Td>
                <Table.Td>
                  {who.permissions.includes(permission) ? (
                    <StatusBadge look="good">have it</StatusBadge>
                  ) : (
                    <StatusBadge look="paused">lack it</StatusBadge>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
}
