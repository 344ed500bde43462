import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** One sentence on what this page is about. */
  children: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, children, actions }: Props) {
  return (
    <Group justify="space-between" align="flex-start" mb="lg">
      <title>{`${title} · Portcullis`}</title>
      <Stack gap={4} maw={720}>
        <Title order={1}>{title}</Title>
        <Text c="dimmed" size="sm">
          {children}
        </Text>
      </Stack>
      {actions}
    </Group>
  );
}
