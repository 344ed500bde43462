import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { ClientSearch } from "./clients.queries";
import { type ApplicationType, type ClientState, STATES, TYPE_OPTIONS } from "./words";

const STATE_NAMES: Record<ClientState, string> = {
  enabled: "Allowed",
  disabled: "Disabled",
  revoked: "Revoked",
};
const STATE_OPTIONS = STATES.map((value) => ({ value, label: STATE_NAMES[value] }));
const TYPING_MILLIS = 250;

interface Props {
  search: ClientSearch;
  onSearch: (search: ClientSearch) => void;
}

export function ClientFilters({ search, onSearch }: Props) {
  const findByText = useDebouncedCallback(
    (q: string) => onSearch({ ...search, q: q || undefined }),
    TYPING_MILLIS,
  );
  return (
    <Group mb="md" role="search" aria-label="Filter clients" align="flex-end">
      <TextInput
        key={search.q === undefined ? "cleared" : "filled"}
        label="Name or client ID"
        placeholder="Contains…"
        defaultValue={search.q ?? ""}
        onChange={(event) => findByText(event.currentTarget.value)}
      />
      <Select
        label="Type"
        placeholder="Any type"
        clearable
        clearButtonProps={{ "aria-label": "Clear type" }}
        data={TYPE_OPTIONS}
        value={search.type ?? null}
        onChange={(type) => onSearch({ ...search, type: (type as ApplicationType) ?? undefined })}
      />
      <Select
        label="Status"
        placeholder="Any status"
        clearable
        clearButtonProps={{ "aria-label": "Clear status" }}
        data={STATE_OPTIONS}
        value={search.state ?? null}
        onChange={(state) => onSearch({ ...search, state: (state as ClientState) ?? undefined })}
      />
    </Group>
  );
}

export function filtersInWords({ q, type, state }: ClientSearch): string[] {
  return [
    q ? `name or ID contains “${q}”` : undefined,
    type && `type ${TYPE_OPTIONS.find((option) => option.value === type)?.label}`,
    state && `status ${STATE_NAMES[state]}`,
  ].filter((filter) => typeof filter === "string");
}
