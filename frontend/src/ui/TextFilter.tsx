import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";

interface Props {
  label: string;
  value: string | undefined;
  placeholder?: string;
  onChange: (value: string | undefined) => void;
}

const TYPING_MILLIS = 250;

/** Filters once its user pauses. */
export function TextFilter({ label, value, placeholder = "Contains…", onChange }: Props) {
  const settle = useDebouncedCallback((text: string) => onChange(text || undefined), TYPING_MILLIS);
  return (
    <TextInput
      key={value === undefined ? "cleared" : "filled"}
      label={label}
      placeholder={placeholder}
      defaultValue={value ?? ""}
      onChange={(event) => settle(event.currentTarget.value)}
    />
  );
}
