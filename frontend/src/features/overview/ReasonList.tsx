import { Anchor, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Share } from "./steps";

interface Props {
  project: string;
  shares: Share[];
  titleOf: (reason: string) => string;
}

const SHOWN = 8;
const number = new Intl.NumberFormat();

/** Why requests were rejected; each reason leads to its requests. */
export function ReasonList({ project, shares, titleOf }: Props) {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <Paper withBorder p="md" h="100%" component="section" aria-label="Rejections by reason">
      <Stack gap="sm">
        <Title order={2}>Rejections by reason</Title>
        {shares.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing was rejected.
          </Text>
        )}
        {shares.slice(0, SHOWN).map(({ reason, count }) => (
          <Stack key={reason ?? "none"} gap={2}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              {reason ? (
                <Anchor
                  size="sm"
                  truncate
                  renderRoot={(props) => (
                    <Link
                      to="/p/$project/rejections"
                      params={{ project }}
                      search={(before) => ({ ...before, reason: reason as never })}
                      {...props}
                    />
                  )}
                >
                  {titleOf(reason)}
                </Anchor>
              ) : (
                <Text size="sm">of a flood, only counted</Text>
              )}
              <Text size="sm" c="dimmed">
                {number.format(count)}
              </Text>
            </Group>
            <Progress value={(100 * count) / Math.max(1, total)} size={4} color="red" aria-hidden />
          </Stack>
        ))}
        {shares.length > SHOWN && (
          <Text size="xs" c="dimmed">
            and {shares.length - SHOWN} more
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
