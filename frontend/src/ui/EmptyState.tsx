import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What it means that there is nothing. */
  children: ReactNode;
  /** The next step. */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: Props) {
  return (
    <Paper withBorder p="xl">
      <Stack gap="sm" align="flex-start">
        <Title order={2}>{title}</Title>
        <Text component="div" size="sm" c="dimmed" w="100%">
          {children}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}
