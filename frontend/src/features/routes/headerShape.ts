import { z } from "zod";
import type { Route } from "../../api/client";

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const VALUE = /^[!-~]([ -~]*[!-~])?$/;

const field = z.object({
  name: z.string().regex(NAME, "The name of a header field"),
  value: z.string().regex(VALUE, "Visible ASCII, with spaces within"),
});

export const headerFields = z.object({
  remove: z.array(z.string().regex(NAME, "Names of header fields")),
  set: z.array(field),
  add: z.array(field),
});
export type HeaderFields = z.input<typeof headerFields>;
export type HeaderSide = "requestHeaders" | "responseHeaders";

export function toHeaderFields(changes: Route[HeaderSide]): HeaderFields {
  return {
    remove: changes?.remove ?? [],
    set: changes?.set?.map(({ name, value }) => ({ name, value })) ?? [],
    add: changes?.add?.map(({ name, value }) => ({ name, value })) ?? [],
  };
}

/** Without a change there is nothing to say. */
export function toHeaderChanges({ remove, set, add }: HeaderFields): Route[HeaderSide] {
  const changes = {
    ...(remove.length > 0 && { remove }),
    ...(set.length > 0 && { set }),
    ...(add.length > 0 && { add }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** `requestHeaders.set[0].name` is shown at its row, `requestHeaders.remove[1]` at its list. */
export function headerPlace(apiField: string): string {
  return apiField.replace(/\[(\d+)\]\.(\w+)$/, ".$1.$2").replace(/\[.*/, "");
}
