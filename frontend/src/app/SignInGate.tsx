import { Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import { session } from "../api/session";
import { SignInForm } from "./SignInForm";
import { SignInPage } from "./SignInPage";

/**
 * Shows the sign-in page until somebody is signed in. When the server stops taking the token in
 * the middle of work, it asks again above the page, so that nothing typed is lost.
 */
export function SignInGate({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const queries = useQueryClient();
  const wasSignedIn = useRef(state === "signed-in");

  useEffect(() => {
    if (state === "signed-out") {
      wasSignedIn.current = false;
      queries.clear(); // the next to sign in may see less
    }
  }, [state, queries]);

  if (state === "signed-in") {
    wasSignedIn.current = true;
  }
  if (!wasSignedIn.current || state === "signed-out") {
    return <SignInPage />;
  }
  return (
    <>
      {children}
      <Modal
        opened={state === "refused"}
        onClose={session.signOut}
        title="Sign in again"
        closeButtonProps={{ "aria-label": "Sign out" }}
        closeOnClickOutside={false}
      >
        <Stack>
          <Text size="sm">
            The server no longer takes the token of this session. What you typed is kept.
          </Text>
          <SignInForm onSignedIn={() => queries.invalidateQueries()} />
        </Stack>
      </Modal>
    </>
  );
}
