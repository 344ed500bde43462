/**
 * The token this tab signed in with. It is held in memory and in the tab's session storage alone:
 * it goes when the tab does, and no other tab sees it.
 */
const KEY = "portcullis.token";

export type SessionState = "signed-out" | "signed-in" | "refused";

let token: string | null = sessionStorage.getItem(KEY);
let state: SessionState = token ? "signed-in" : "signed-out";
const listeners = new Set<() => void>();

function change(nextToken: string | null, nextState: SessionState) {
  token = nextToken;
  state = nextState;
  if (token) {
    sessionStorage.setItem(KEY, token);
  } else {
    sessionStorage.removeItem(KEY);
  }
  for (const listener of listeners) {
    listener();
  }
}

export const session = {
  token: () => token,
  state: () => state,

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },

  signIn: (accepted: string) => change(accepted, "signed-in"),
  signOut: () => change(null, "signed-out"),

  /** The server no longer takes the token; a token that was only tried changes nothing. */
  refuse(authorization: string | null) {
    if (token && authorization === `Bearer ${token}`) {
      change(null, "refused");
    }
  },
};
