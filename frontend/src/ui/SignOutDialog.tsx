import { Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Reach, signOutPath, useSignOut } from "../api/signOuts";
import type { Act } from "./receipts";
import { TakeAwayDialog } from "./TakeAwayDialog";

interface Props {
  project: string;
  reach: Reach;
  /** How far it reaches, in a few words: "alice of google". */
  whom: string;
  /** Whether enough is known; and fields to choose it with. */
  choice?: { isReady: boolean; fields: ReactNode };
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** Refuses every token that was issued until now, once its user knows what follows. */
export function SignOutDialog({ project, reach, whom, choice, onDone, onClose }: Props) {
  const signOut = useSignOut(project);
  const [note, setNote] = useState("");
  const body = note.trim() ? { note: note.trim() } : {};
  const typed = reach.issuer === undefined ? project : reach.issuer;
  return (
    <TakeAwayDialog
      act={{
        action: "Sign out",
        verb: "Signed out",
        name: whom,
        take: () => signOut.mutateAsync({ ...reach, note: note.trim() }),
        call: { method: "POST", path: signOutPath(project, reach), body },
        ...(reach.subject === undefined && choice?.isReady !== false ? { typed } : {}),
        isReady: choice?.isReady ?? true,
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        {choice?.fields}
        <Text size="sm">
          Every token issued until now is rejected at once, and streams that rest on one are closed.
          Signing in again works; to keep somebody out, deny a grant. There is no undoing it.
        </Text>
        <TextInput
          label="Note"
          description="Why, for whoever reads the history."
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </TakeAwayDialog>
  );
}
