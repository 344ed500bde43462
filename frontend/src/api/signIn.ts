import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { answered, unwrap } from "./problem";
import { session } from "./session";

/** The ways to sign in that this server has. */
export const signInQuery = queryOptions({
  queryKey: ["sign-in"],
  queryFn: ({ signal }) => unwrap(api.GET("/sign-in", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Begins a session with a token, or keeps the token in this tab where there are no sessions. */
export async function signInWith(token: string, hasSessions: boolean) {
  const headers = { Authorization: `Bearer ${token}` };
  if (hasSessions) {
    await answered(api.POST("/session", { headers }));
    session.begin();
  } else {
    await unwrap(api.GET("/whoami", { headers }));
    session.signIn(token);
  }
}

export async function signOut() {
  if (session.token() === null) {
    await answered(api.POST("/session/end"));
  }
  session.signOut();
}
