import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Change } from "../../api/client";
import { Moment } from "../../ui/Moment";

interface Props {
  project: string;
  /** The newest first. */
  changes: Change[];
}

const SHOWN = 6;
const VERBS = { insert: "created", update: "changed", delete: "removed", accept: "accepted" };

export function RecentChanges({ project, changes }: Props) {
  return (
    <Paper withBorder p="md" h="100%" component="section" aria-label="Recent changes">
      <Stack gap="sm">
        <Title order={2}>Recent changes</Title>
        {changes.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing was changed.
          </Text>
        )}
        {changes.slice(0, SHOWN).map((change) => (
          <Group
            key={`${change.revision}.${change.ord}`}
            justify="space-between"
            wrap="nowrap"
            gap="xs"
          >
            <Anchor
              size="sm"
              truncate
              renderRoot={(props) => (
                <Link
                  to="/p/$project/changes"
                  params={{ project }}
                  search={{ change: `${change.revision}.${change.ord}` }}
                  {...props}
                />
              )}
            >
              {`${change.actor} ${VERBS[change.action]} ${change.resource} ${change.id}`}
            </Anchor>
            <Text size="sm" c="dimmed" miw={80} ta="end">
              <Moment at={change.time} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
