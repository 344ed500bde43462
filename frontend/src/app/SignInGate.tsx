import { Center, Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import { session } from "../api/session";
import { signInQuery } from "../api/signIn";
import { whoAmIQuery } from "../api/whoami";
import { Problem } from "../ui/Problem";
import { SignInAgain } from "./SignInAgain";
import { SignInPage } from "./SignInPage";

/**
 * Shows the sign-in page until somebody is signed in. When the server stops taking the session in
 * the middle of work, it asks again above the page, so that nothing typed is lost.
 */
export function SignInGate({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const queries = useQueryClient();
  const wasSignedIn = useRef(false);
  const who = useQuery({ ...whoAmIQuery, enabled: state === "unknown" || state === "signed-in" });

  useEffect(() => {
    if (state === "unknown" && who.data) {
      session.begin();
    }
    if (state === "signed-out") {
      wasSignedIn.current = false;
      queries.removeQueries({ predicate: isOfSomebody }); // the next to sign in may see less
    }
  }, [state, who.data, queries]);

  if (state === "signed-in" && who.data) {
    wasSignedIn.current = true;
  }
  if (state === "signed-out" || (state === "refused" && !wasSignedIn.current)) {
    return <SignInPage />;
  }
  if (!wasSignedIn.current) {
    return <Asking error={who.error} onRetry={who.refetch} />;
  }
  return (
    <>
      {children}
      <SignInAgain isOpen={state === "refused"} />
    </>
  );
}

function isOfSomebody({ queryKey }: { queryKey: readonly unknown[] }) {
  return queryKey[0] !== signInQuery.queryKey[0];
}

/** Who is signed in decides what is shown, so nothing is until the server has said. */
function Asking({ error, onRetry }: { error: Error | null; onRetry: () => unknown }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      {error ? <Problem error={error} onRetry={onRetry} /> : <Loader aria-label="Loading" />}
    </Center>
  );
}
