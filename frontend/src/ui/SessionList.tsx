import { Button, Group, Stack, Text } from "@mantine/core";
import type { Session } from "../api/sessions";
import { Moment } from "./Moment";
import { StatusBadge } from "./StatusBadge";

interface Props {
  sessions: Session[];
  label: string;
  /** Where single ones can be ended. */
  onEnd?: (session: Session) => void;
}

/** Sessions, each with when it was used and where it began. */
export function SessionList({ sessions, label, onEnd }: Props) {
  return (
    <Stack component="ul" gap="xs" m={0} p={0} aria-label={label} style={{ listStyle: "none" }}>
      {sessions.map((session) => (
        <Group component="li" key={session.id} justify="space-between" gap="xs">
          <Stack gap={0} miw={0}>
            <Group gap="xs">
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                From {session.sourceAddress ?? "an address that was not kept"}
              </Text>
              {session.current && <StatusBadge look="good">this session</StatusBadge>}
            </Group>
            <Text size="xs" c="dimmed">
              Used <Moment at={session.lastUsedAt} />, begun <Moment at={session.beganAt} />, ends{" "}
              <Moment at={session.endsAt} /> without another call
            </Text>
          </Stack>
          {onEnd && !session.current && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`End the session from ${session.sourceAddress ?? "an unknown address"}`}
              onClick={() => onEnd(session)}
            >
              End
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}

/** "1 session", "3 sessions". */
export function sessionsInWords(count: number): string {
  return count === 1 ? "1 session" : `${count} sessions`;
}
