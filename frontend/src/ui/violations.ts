import { type FieldValues, get, type Path, type UseFormReturn } from "react-hook-form";
import type { Kind } from "../api/items";
import { ApiError } from "../api/problem";
import type { ItemShape } from "./itemShape";

/** Puts what the API says about a field beside the field of the form that holds it. */
export function showViolations<K extends Kind, F extends FieldValues>(
  form: UseFormReturn<F, unknown, F>,
  shape: ItemShape<K, F>,
  failure: unknown,
) {
  if (!(failure instanceof ApiError)) {
    return;
  }
  if (failure.status === 409 && shape.conflictField) {
    form.setError(shape.conflictField as Path<F>, { message: failure.detail });
  }
  for (const { field, message } of failure.violations) {
    const at = shape.fieldFor?.(field) ?? topOf(field);
    if (get(form.getValues(), at) !== undefined) {
      form.setError(at as Path<F>, { message });
    }
  }
}

/** `hosts[0]` is shown at `hosts`. */
function topOf(field: string): string {
  return field.split(/[.[]/)[0] ?? field;
}
