import { Code, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "../api/problem";
import type { Receipt } from "../api/receipt";
import { ApiCall, type Call } from "./ApiCall";
import { ConfirmDialog } from "./ConfirmDialog";
import type { Act } from "./receipts";

/** One act that takes something away, and how it is told. */
export interface TakeAway {
  /** As on the button: "Revoke". */
  action: string;
  /** As in the confirmation: "Revoked". */
  verb: string;
  name: string;
  /** The same as a call to the API. */
  call: Call;
  take: () => Promise<Receipt>;
  /** What has to be typed first, for what cannot be undone. */
  typed?: string;
  /** Instead of the action and the name. */
  title?: string;
  /** Gives access rather than taking it. */
  isHarmless?: boolean;
  /** False for as long as something has to be chosen first. */
  isReady?: boolean;
}

interface Props {
  act: TakeAway;
  /** Said when somebody else has changed it since it was seen. */
  whenStale?: ReactNode;
  onDone: (act: Act) => void;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
}

/** Takes something away once its user knows what follows, and waits until it is in force. */
export function TakeAwayDialog({ act, whenStale, onDone, onClose, children }: Props) {
  const change = useMutation({ mutationFn: act.take });
  const [done, setDone] = useState<Act>();
  const [typed, setTyped] = useState("");
  const isStale = change.error instanceof ApiError && change.error.status === 412;

  // Not a callback of mutate: the list says what came of it even if the dialog is closed by then.
  async function confirm() {
    const receipt = await change.mutateAsync().catch(() => null);
    if (receipt) {
      const told = { verb: act.verb, name: act.name, receipt };
      setDone(told);
      onDone(told);
    }
  }

  return (
    <ConfirmDialog
      title={act.title ?? `${act.action} ${act.name}?`}
      action={act.action}
      isHarmless={act.isHarmless === true}
      isReady={act.isReady !== false && (act.typed === undefined || typed === act.typed)}
      change={{ isPending: change.isPending, error: change.error, act: done }}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="sm">
        {children}
        {isStale && whenStale}
        {act.typed !== undefined && (
          <TextInput
            label={
              <>
                Type <Code>{act.typed}</Code> to go on
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <ApiCall call={act.call} />
      </Stack>
    </ConfirmDialog>
  );
}

interface NowProps {
  /** What it is now. */
  is: string;
  revision: number | undefined;
  action: string;
}

/** What it is now, after somebody else's change. */
export function NowAt({ is, revision, action }: NowProps) {
  return (
    <Text size="sm">
      It is {is} at revision {revision} now. {action} again if that is still what you want.
    </Text>
  );
}
