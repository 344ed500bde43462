import { Group } from "@mantine/core";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { TextFilter } from "../../ui/TextFilter";
import type { ClientSearch } from "./clients.queries";
import { type ClientState, STATES, TYPE_OPTIONS } from "./words";

const STATE_NAMES: Record<ClientState, string> = {
  enabled: "Allowed",
  disabled: "Disabled",
  revoked: "Revoked",
};
const STATE_OPTIONS = STATES.map((value) => ({ value, label: STATE_NAMES[value] }));

interface Props {
  search: ClientSearch;
  onSearch: (search: ClientSearch) => void;
}

export function ClientFilters({ search, onSearch }: Props) {
  return (
    <Group mb="md" role="search" aria-label="Filter clients" align="flex-end">
      <TextFilter
        label="Name or client ID"
        value={search.q}
        onChange={(q) => onSearch({ ...search, q })}
      />
      <ChoiceFilter
        label="Type"
        any="Any type"
        options={TYPE_OPTIONS}
        value={search.type}
        onChange={(type) => onSearch({ ...search, type })}
      />
      <ChoiceFilter
        label="Status"
        any="Any status"
        options={STATE_OPTIONS}
        value={search.state}
        onChange={(state) => onSearch({ ...search, state })}
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
