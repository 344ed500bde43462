import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Session, sessionsQuery, useEndSession, useEndSessions } from "../../api/sessions";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { DoneNotice } from "../../ui/DoneNotice";
import { Problem } from "../../ui/Problem";
import { QueryStates } from "../../ui/QueryStates";
import { SessionList, sessionsInWords } from "../../ui/SessionList";

/** Where one is signed in; what was forgotten elsewhere is ended here. */
export function Sessions() {
  const sessions = useQuery(sessionsQuery());
  const [isAsking, setAsking] = useState(false);
  const [done, setDone] = useState<string>();
  const endOne = useEndSession();
  const others = sessions.data?.filter(({ current }) => !current).length ?? 0;
  return (
    <Paper withBorder p="md" component="section" aria-label="Sessions">
      <Stack gap="md">
        <Stack gap={0}>
          <Title order={2}>Sessions</Title>
          <Text size="sm" c="dimmed">
            Where you are signed in. Each ends after half an hour without a call, or twelve hours.
          </Text>
        </Stack>
        {done && <DoneNotice title={done} onClose={() => setDone(undefined)} />}
        {endOne.error && <Problem error={endOne.error} />}
        <QueryStates
          query={sessions}
          label="sessions"
          empty={<Text size="sm">None: you came with a token, which begins no session here.</Text>}
        >
          {(rows) => (
            <SessionList
              sessions={rows}
              label="Your sessions"
              onEnd={(session: Session) =>
                endOne.mutate(session.id, { onSuccess: () => setDone("Ended 1 session") })
              }
            />
          )}
        </QueryStates>
        {others > 0 && (
          <Group>
            <Button variant="default" onClick={() => setAsking(true)}>
              End all others…
            </Button>
          </Group>
        )}
      </Stack>
      {isAsking && (
        <EndOthers
          count={others}
          onDone={(text) => {
            setDone(text);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Paper>
  );
}

interface EndProps {
  count: number;
  onDone: (text: string) => void;
  onClose: () => void;
}

function EndOthers({ count, onDone, onClose }: EndProps) {
  const end = useEndSessions();
  return (
    <ConfirmDialog
      title="End your other sessions?"
      action={`End ${sessionsInWords(count)}`}
      waiting="Ending them…"
      change={{ isPending: end.isPending, error: end.error, act: undefined }}
      onConfirm={() =>
        end.mutate(undefined, { onSuccess: (ended) => onDone(`Ended ${sessionsInWords(ended)}`) })
      }
      onClose={onClose}
    >
      <Text size="sm">
        They are over everywhere before this is answered. This one goes on; what was typed in the
        others and not saved is kept there until somebody signs in again.
      </Text>
    </ConfirmDialog>
  );
}
