import { MultiSelect, Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import {
  Controller,
  type FieldPath,
  type FieldValues,
  get,
  type UseFormReturn,
} from "react-hook-form";

interface Field<F extends FieldValues> {
  form: UseFormReturn<F, unknown, F>;
  name: FieldPath<F>;
  label: string;
  description?: ReactNode | undefined;
  required?: boolean;
  placeholder?: string;
}

function messageOf<F extends FieldValues>({ form, name }: Pick<Field<F>, "form" | "name">) {
  const fault = get(form.formState.errors, name) as { message?: string } | undefined;
  return fault?.message;
}

interface TextProps<F extends FieldValues> extends Field<F> {
  isDisabled?: boolean;
  /** Takes the room that is left in its row. */
  isGrowing?: boolean;
  width?: number;
}

/** One line of text. */
export function TextField<F extends FieldValues>(props: TextProps<F>) {
  const { form, name, isDisabled = false, isGrowing = false, width, ...rest } = props;
  return (
    <TextInput
      {...rest}
      disabled={isDisabled}
      flex={isGrowing ? 1 : undefined}
      w={width}
      error={messageOf({ form, name })}
      {...form.register(name)}
    />
  );
}

/** Several lines of text, such as PEM. */
export function TextAreaField<F extends FieldValues>({ form, name, ...rest }: Field<F>) {
  return (
    <Textarea
      {...rest}
      autosize
      minRows={3}
      maxRows={10}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      error={messageOf({ form, name })}
      {...form.register(name)}
    />
  );
}

/** Any number of short texts; Enter adds one. */
export function TagsField<F extends FieldValues>({
  form,
  name,
  data,
  ...rest
}: Field<F> & { data?: string[] }) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { value, onChange, onBlur } }) => (
        <TagsInput
          {...rest}
          {...(data && { data })}
          acceptValueOnBlur
          value={value}
          onChange={(texts) => onChange(texts.map((text) => text.trim()))}
          onBlur={onBlur}
          error={messageOf({ form, name })}
        />
      )}
    />
  );
}

/** Some of a few. */
export function ManyField<F extends FieldValues>({
  form,
  name,
  data,
  ...rest
}: Field<F> & { data: readonly string[] | { value: string; label: string }[] }) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { value, onChange } }) => (
        <MultiSelect
          {...rest}
          searchable
          data={[...data]}
          value={value}
          onChange={onChange}
          error={messageOf({ form, name })}
        />
      )}
    />
  );
}

/** One of a few. */
export function OneField<F extends FieldValues>({
  form,
  name,
  data,
  ...rest
}: Field<F> & { data: readonly string[] | { value: string; label: string }[] }) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { value, onChange } }) => (
        <Select
          {...rest}
          allowDeselect={false}
          data={[...data]}
          value={value || null}
          onChange={onChange}
          error={messageOf({ form, name })}
        />
      )}
    />
  );
}

export function SwitchField<F extends FieldValues>({ form, name, label, description }: Field<F>) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { value, onChange } }) => (
        <Switch label={label} description={description} checked={value} onChange={onChange} />
      )}
    />
  );
}
