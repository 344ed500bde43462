import { Button, Divider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import LogIn from "lucide-react/icons/log-in";
import { signInQuery } from "../api/signIn";
import { Problem } from "../ui/Problem";
import { SignInForm } from "./SignInForm";

interface Props {
  /** Where the console goes on when the provider has sent the browser back. */
  to: string;
  /** Leaves this page as it is. */
  inNewWindow?: boolean;
  onSignedIn?: () => void;
}

/** By the organisation's OpenID provider where there is one, and by a token. */
export function SignInWays({ to, inNewWindow = false, onSignedIn }: Props) {
  const { data: ways, error, refetch } = useQuery(signInQuery);
  if (!ways) {
    return error ? <Problem error={error} onRetry={refetch} /> : null;
  }
  const provider = ways.sessions ? ways.provider : undefined;
  return (
    <Stack>
      {provider && (
        <>
          <Button
            component="a"
            href={`${provider.start}?to=${encodeURIComponent(to)}`}
            {...(inNewWindow && { target: "_blank", rel: "noopener" })}
            leftSection={<LogIn size={16} aria-hidden />}
            data-autofocus
          >
            {`Sign in with ${nameOf(provider.issuer)}`}
          </Button>
          <Divider label="or with a token" />
        </>
      )}
      <SignInForm
        hasSessions={ways.sessions}
        isSecond={provider !== undefined}
        {...(onSignedIn && { onSignedIn })}
      />
      {!ways.sessions && <NoSessions hasProvider={ways.provider !== undefined} />}
    </Stack>
  );
}

function NoSessions({ hasProvider }: { hasProvider: boolean }) {
  return (
    <Text size="sm" c="dimmed">
      The token is kept in this tab alone and is forgotten when the tab closes: this address is
      neither https nor of this machine, so the server holds no session here
      {hasProvider && ", and nobody can sign in with the OpenID provider"}. Set PORTCULLIS_ADMIN_URL
      to the https address of the console.
    </Text>
  );
}

const KNOWN: Record<string, string> = { "accounts.google.com": "Google" };

export function nameOf(issuer: string): string {
  try {
    const { host } = new URL(issuer);
    return KNOWN[host] ?? host;
  } catch {
    return issuer;
  }
}
