import type { z } from "zod";
import { dropped } from "./dropped";

type Raw = Record<string, unknown>;

/**
 * How a page reads what the URL says about it. What is not understood is dropped, so that a link
 * never breaks a page, and noted, so that its user is told.
 *
 * @param contradicts names parameters that cannot hold together with others
 */
export function validated<S extends z.ZodObject>(
  schema: S,
  contradicts: (search: z.infer<S>) => readonly string[] = () => [],
) {
  return (raw: Raw): z.infer<S> => {
    const understood: Raw = { ...schema.parse(withTexts(schema, raw)) };
    for (const name of contradicts(understood as z.infer<S>)) {
      understood[name] = undefined;
    }
    const odd = Object.keys(raw).filter(
      (name) => raw[name] !== undefined && understood[name] === undefined,
    );
    dropped.note(odd.map((name) => ({ name, isKnown: name in schema.shape })));
    return understood as z.infer<S>;
  };
}

/** What looks like a number in a link that was typed may have been meant as a text. */
function withTexts(schema: z.ZodObject, raw: Raw): Raw {
  const first: Raw = schema.parse(raw);
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      first[name] === undefined && ["number", "boolean"].includes(typeof value)
        ? String(value)
        : value,
    ]),
  );
}
