import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Operator } from "../../api/client";
import { sessionsQuery, useEndSessions } from "../../api/sessions";
import { ApiCall } from "../../ui/ApiCall";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Problem } from "../../ui/Problem";
import { SessionList, sessionsInWords } from "../../ui/SessionList";
import { nameOf } from "./operatorFields";

interface Props {
  operator: Operator;
  onDone: (text: string) => void;
  onClose: () => void;
}

/** Ends what somebody has begun and left open; they stay an operator. */
export function EndSessions({ operator, onDone, onClose }: Props) {
  const id = operator.id ?? "";
  const name = nameOf(operator);
  const sessions = useQuery(sessionsQuery(id));
  const end = useEndSessions(id);
  const count = sessions.data?.length ?? 0;
  return (
    <ConfirmDialog
      title={`End the sessions of ${name}?`}
      action={count > 0 ? `End ${sessionsInWords(count)}` : "End sessions"}
      waiting="Ending their sessions…"
      isReady={count > 0}
      change={{ isPending: end.isPending, error: end.error, act: undefined }}
      onConfirm={() =>
        end.mutate(undefined, {
          onSuccess: (ended) => onDone(`Ended ${sessionsInWords(ended)} of ${name}`),
        })
      }
      onClose={onClose}
    >
      <Stack gap="sm">
        {sessions.error && <Problem error={sessions.error} onRetry={sessions.refetch} />}
        {sessions.data && count === 0 && (
          <Text size="sm">{name} has no session: there is nothing to end.</Text>
        )}
        {count > 0 && (
          <>
            <Text size="sm">
              {sessionsInWords(count)} end everywhere before this is answered. {name} can sign in
              again: to prevent that, remove the operator.
            </Text>
            <SessionList sessions={sessions.data ?? []} label={`Sessions of ${name}`} />
          </>
        )}
        <ApiCall call={{ method: "DELETE", path: `/operators/${id}/sessions` }} />
      </Stack>
    </ConfirmDialog>
  );
}
