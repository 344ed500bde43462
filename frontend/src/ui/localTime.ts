import { preferences } from "./preferences";

/** What an input of type datetime-local holds, in the time zone that was chosen in the settings. */
export function toLocal(iso: string | undefined): string {
  if (!iso) {
    return "";
  }
  const time = new Date(iso);
  const offset = isUtc() ? 0 : time.getTimezoneOffset();
  return new Date(time.getTime() - offset * 60_000).toISOString().slice(0, 16);
}

export function fromLocal(local: string): string | undefined {
  return local ? new Date(isUtc() ? `${local}Z` : local).toISOString() : undefined;
}

function isUtc(): boolean {
  return preferences.get().zone === "utc";
}
