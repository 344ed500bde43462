type Json = Record<string, unknown>;

/** A merge patch (RFC 7396) from one item to another; a field that is null is taken away. */
export function mergePatch(before: object, after: object): Json {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const patch: Json = {};
  for (const name of names) {
    const was = (before as Json)[name];
    const is = (after as Json)[name];
    if (!isSame(was, is)) {
      patch[name] = isObject(was) && isObject(is) ? mergePatch(was, is) : (is ?? null);
    }
  }
  return patch;
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
