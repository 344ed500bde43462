import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { Problem } from "./Problem";

interface Props<F extends FieldValues> {
  form: UseFormReturn<F, unknown, F>;
  action: string;
  error: Error | null;
  onSubmit: (fields: F) => unknown;
  /** Its fields, and what is shown beneath them. */
  children: ReactNode;
}

/** A form in a drawer: fields, what the API says against them, and the button. */
export function ItemForm<F extends FieldValues>({ form, action, error, ...rest }: Props<F>) {
  return (
    <form onSubmit={form.handleSubmit(rest.onSubmit)} noValidate>
      <Stack>
        {rest.children}
        {error && <Problem error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={form.formState.isSubmitting}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
