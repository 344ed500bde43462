import { Modal, Stack, Text } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { session } from "../api/session";
import { SignInWays } from "./SignInWays";
import { SIGNED_IN } from "./signedIn";

/** Also above a drawer or dialog that was open when the session ended. */
const ABOVE_ALL = 1000;

/** Above what was typed; the provider's page opens in another window and the console waits here. */
export function SignInAgain({ isOpen }: { isOpen: boolean }) {
  const queries = useQueryClient();

  /** The window of the provider has come back, or another tab has signed in. */
  async function lookAgain() {
    if (isOpen && (await api.GET("/whoami").catch(() => null))?.response.ok) {
      session.begin();
      queries.invalidateQueries();
    }
  }

  useWindowEvent("focus", lookAgain);
  useWindowEvent("storage", (event) => {
    if (event.key === SIGNED_IN) {
      lookAgain();
    }
  });

  return (
    <Modal
      opened={isOpen}
      onClose={session.signOut}
      title="Sign in again"
      closeButtonProps={{ "aria-label": "Sign out" }}
      closeOnClickOutside={false}
      zIndex={ABOVE_ALL}
    >
      <Stack>
        <Text size="sm">
          Your session is over: it ended after half an hour without a call, after twelve hours, or
          because somebody ended it. What you typed is kept.
        </Text>
        <SignInWays
          to="/console/signed-in"
          inNewWindow
          onSignedIn={() => queries.invalidateQueries()}
        />
      </Stack>
    </Modal>
  );
}
