import { Center, Code, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Brand } from "./Brand";
import { SignInWays } from "./SignInWays";

export function SignInPage() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>Sign in · Portcullis</title>
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={440}>
        <Stack gap="lg">
          <Brand />
          <Title order={1}>Sign in</Title>
          <SignInWays to={`${location.pathname}${location.search}`} />
          <WhereItComesFrom />
        </Stack>
      </Paper>
    </Center>
  );
}

function WhereItComesFrom() {
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        Where is the set-up token?
      </Text>
      <List size="sm" c="dimmed">
        <List.Item>
          The server printed it once, in its log at the very first start: it begins with{" "}
          <Code>pcs_</Code>.
        </List.Item>
        <List.Item>
          Or it is what <Code>PORTCULLIS_BOOTSTRAP_TOKEN</Code> says. Set that and restart if the
          printed one is lost.
        </List.Item>
      </List>
    </Stack>
  );
}
