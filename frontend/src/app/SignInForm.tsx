import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api/client";
import { ApiError, unwrap } from "../api/problem";
import { session } from "../api/session";
import { Problem } from "../ui/Problem";

/** Asks the server whether it takes the token before anything is kept. */
export function SignInForm({ onSignedIn }: { onSignedIn?: () => void }) {
  const [token, setToken] = useState("");
  const signIn = useMutation({
    mutationFn: (tried: string) =>
      unwrap(api.GET("/whoami", { headers: { Authorization: `Bearer ${tried}` } })),
    onSuccess: (_, tried) => {
      session.signIn(tried);
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
          label="Set-up token"
          autoComplete="current-password"
          required
          data-autofocus
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the token", tabIndex: 0 }}
          error={isWrong && <span role="alert">This is not the set-up token of this server.</span>}
        />
        {signIn.error && !isWrong && <Problem error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} disabled={token.trim() === ""}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
