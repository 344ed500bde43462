/** What an input of type datetime-local holds. */
export function toLocal(iso: string | undefined): string {
  if (!iso) {
    return "";
  }
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

export function fromLocal(local: string): string | undefined {
  return local ? new Date(local).toISOString() : undefined;
}
