import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { type Need, Needs } from "./Needs";
import { Problem } from "./Problem";

interface Props<F extends FieldValues> {
  form: UseFormReturn<F, unknown, F>;
  action: string;
  needs: Need;
  error: Error | null;
  onSubmit: (fields: F) => unknown;
  /** Its fields, and what is shown beneath them. */
  children: ReactNode;
}

/** A form in a drawer: fields, what the API says against them, and the button. */
export function ItemForm<F extends FieldValues>({ form, action, needs, error, ...rest }: Props<F>) {
  return (
    <form onSubmit={form.handleSubmit(rest.onSubmit)} noValidate>
      <Stack>
        {rest.children}
        {error && <Problem error={error} />}
        <Group justify="flex-end">
          <Needs {...needs}>
            <Button type="submit" loading={form.formState.isSubmitting}>
              {action}
            </Button>
          </Needs>
        </Group>
      </Stack>
    </form>
  );
}
