/**
 * Whether somebody is signed in. The server holds the session and the browser a cookie that no
 * script reads. Where the server can have no sessions, which need https or the loopback interface,
 * a token stands in: in memory and in the storage of this tab alone.
 */
const KEY = "portcullis.token";

/** `unknown`: nobody has asked the server yet whether the browser has a session. */
export type SessionState = "unknown" | "signed-out" | "signed-in" | "refused";

let token: string | null = sessionStorage.getItem(KEY);
let state: SessionState = token ? "signed-in" : "unknown";
let age = 0;
const listeners = new Set<() => void>();

function change(nextToken: string | null, nextState: SessionState) {
  token = nextToken;
  state = nextState;
  age++;
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
  /** Grows with each change, to tell calls that were made before one. */
  age: () => age,

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },

  /** The server has a session for this browser. */
  begin: () => change(null, "signed-in"),
  /** The server took this token and can have no session. */
  signIn: (accepted: string) => change(accepted, "signed-in"),
  signOut: () => change(null, "signed-out"),

  /**
   * The server does not know who calls. A token that was only tried changes nothing, nor does the
   * answer to a call that was made before somebody signed in.
   */
  refuse(authorization: string | null, ageOfCall: number) {
    if (ageOfCall !== age || authorization !== (token ? `Bearer ${token}` : null)) {
      return;
    }
    if (state === "unknown") {
      change(null, "signed-out");
    } else if (state === "signed-in") {
      change(null, "refused");
    }
  },
};
