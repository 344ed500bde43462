import type { FieldValues } from "react-hook-form";
import type { z } from "zod";
import type { Items, Kind } from "../api/items";

/** How one kind of item is held in a form. */
export interface ItemShape<K extends Kind, F extends FieldValues> {
  kind: K;
  /** As in "Add client". */
  noun: string;
  schema: z.ZodType<F, F>;
  toFields: (item: Items[K]) => F;
  /** As the API takes it, without its ID. */
  toItem: (fields: F) => Items[K];
  idOf: (fields: F) => string;
  /** What people call it. */
  nameOf: (fields: F) => string;
  /** Fields of the API and what a form calls them. */
  names: Record<string, string>;
  /** Which field of the form shows what the API says about one of its own; none by default. */
  fieldFor?: (apiField: string) => string | undefined;
  /** The field that shows with which other item this one cannot be. */
  conflictField?: string;
}
