import { Select } from "@mantine/core";

interface Props<V extends string> {
  label: string;
  any: string;
  options: { value: V; label: string }[];
  value: V | undefined;
  onChange: (value: V | undefined) => void;
}

export function ChoiceFilter<V extends string>({ label, any, options, value, onChange }: Props<V>) {
  return (
    <Select
      label={label}
      placeholder={any}
      searchable={options.length > 8}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      data={options}
      value={value ?? null}
      onChange={(chosen) => onChange((chosen as V | null) ?? undefined)}
    />
  );
}
