import { ApiError } from "../api/problem";

/** Since when no call has reached the admin API; null while it answers. */
let lostAt: number | null = null;
const listeners = new Set<() => void>();

function change(next: number | null) {
  if ((next === null) !== (lostAt === null)) {
    lostAt = next;
    for (const listener of listeners) {
      listener();
    }
  }
}

export const reach = {
  lostAt: () => lostAt,
  answered: () => change(null),
  /** Whatever the API itself answers is a sign of life; a gateway in front of it is none. */
  failed(error: Error) {
    const isLost = error instanceof ApiError && [0, 502, 503, 504].includes(error.status);
    change(isLost ? Date.now() : null);
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
