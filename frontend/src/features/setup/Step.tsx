import { Group, Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import Check from "lucide-react/icons/check";
import type { ReactNode } from "react";

interface Props {
  number: number;
  title: string;
  /** What it is for, in a sentence. */
  why: string;
  /** What there is already; undefined while it is not done. */
  done: string | undefined;
  /** How to do it. */
  children: ReactNode;
}

export function Step({ number, title, why, done, children }: Props) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group align="flex-start" wrap="nowrap">
        <ThemeIcon
          radius="xl"
          size="md"
          variant={done ? "filled" : "light"}
          color={done ? "teal.9" : "steel"}
          aria-hidden
        >
          {done ? <Check size={16} /> : number}
        </ThemeIcon>
        <Stack gap="xs" flex={1} miw={0}>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            {why}
          </Text>
          {done ? (
            <Text size="sm" fw={600}>
              Done: {done}
            </Text>
          ) : (
            children
          )}
        </Stack>
      </Group>
    </Paper>
  );
}
