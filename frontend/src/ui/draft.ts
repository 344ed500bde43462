/** What is half typed may not make an item yet. */
export function draft<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
