import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api/problem";
import { signInWith } from "../api/signIn";
import { Problem } from "../ui/Problem";

interface Props {
  hasSessions: boolean;
  /** Whether there is another way to sign in that comes first. */
  isSecond?: boolean;
  onSignedIn?: () => void;
}

/** Asks the server whether it takes the token before anything is kept. */
export function SignInForm({ hasSessions, isSecond = false, onSignedIn }: Props) {
  const [token, setToken] = useState("");
  const signIn = useMutation({
    mutationFn: (tried: string) => signInWith(tried, hasSessions),
    onSuccess: () => {
      setToken("");
      onSignedIn?.();
    },
  });
  const isWrong = signIn.error instanceof ApiError && signIn.error.status === 401;

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate(token.trim());
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <PasswordInput
          label="Set-up token or API token"
          autoComplete="current-password"
          required
          data-autofocus={!isSecond}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the token", tabIndex: 0 }}
          error={isWrong && <span role="alert">This server takes no such token.</span>}
        />
        {signIn.error && !isWrong && <Problem error={signIn.error} />}
        <Button
          type="submit"
          variant={isSecond ? "default" : "filled"}
          loading={signIn.isPending}
          disabled={token.trim() === ""}
        >
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
