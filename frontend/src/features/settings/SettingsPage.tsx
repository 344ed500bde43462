import { Anchor, List, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PERMISSIONS, whoAmIQuery } from "../../api/whoami";
import { PageHeader } from "../../ui/PageHeader";
import { StatusBadge } from "../../ui/StatusBadge";
import { Personal } from "./Personal";

/** What is one's own here: appearance and rights. The server is set by its environment alone. */
export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings">
        Your own. What the server does is set in its environment and cannot be changed here.
      </PageHeader>
      <Stack gap="md" maw={760}>
        <Personal />
        <Server />
        <Rights />
      </Stack>
    </>
  );
}

const LINKS = [
  { href: "/api/v1/openapi.yaml", text: "API document", what: "every call, and what it needs" },
  { href: "/metrics", text: "Metrics", what: "of this process, for Prometheus" },
  { href: "/readyz", text: "Readiness", what: "whether this process is ready, and why not" },
];

function Server() {
  return (
    <Paper withBorder p="md" component="section" aria-label="This server">
      <Stack gap="xs">
        <Title order={2}>This server</Title>
        <List size="sm">
          {LINKS.map(({ href, text, what }) => (
            <List.Item key={href}>
              <Anchor href={href} size="sm">
                {text}
              </Anchor>
              : {what}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
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
