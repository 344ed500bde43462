import { Button, Collapse, Group, SegmentedControl, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRef } from "react";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { CustomTime } from "../../ui/CustomTime";
import { momentsInWords } from "../../ui/customTime";
import { TextFilter } from "../../ui/TextFilter";
import { useKeys } from "../../ui/useKeys";
import { REASON_CODES, REASONS } from "./reasons";
import { DEFAULT_RANGE, RANGE_NAMES, RANGES, type Range, type RejectionSearch } from "./search";

interface Props {
  search: RejectionSearch;
  onSearch: (search: RejectionSearch) => void;
}

const REASON_OPTIONS = REASON_CODES.map((code) => ({ value: code, label: REASONS[code] }));
const IDENTITY_OPTIONS = [
  { value: "true" as const, label: "Verified" },
  { value: "false" as const, label: "Unverified or none" },
];
const MORE = [
  { field: "client", label: "Client" },
  { field: "user", label: "User: e-mail or subject" },
  { field: "route", label: "Route" },
  { field: "address", label: "Address" },
  { field: "request", label: "Request ID" },
] as const;

export function RejectionFilters({ search, onSearch }: Props) {
  const [isOpen, { toggle }] = useDisclosure(MORE.some(({ field }) => search[field]));
  const filters = useRef<HTMLDivElement>(null);
  const focusOn = (field: string) => () =>
    filters.current?.querySelector<HTMLInputElement>(field)?.focus();
  useKeys({ f: focusOn('input:not([type="radio"])'), t: focusOn('input[type="radio"]:checked') });
  return (
    <Stack ref={filters} gap="sm" mb="md" role="search" aria-label="Filter rejections">
      <TimeFilter search={search} onSearch={onSearch} />
      <Group align="flex-end">
        <ChoiceFilter
          label="Reason"
          any="Any reason"
          options={REASON_OPTIONS}
          value={search.reason}
          onChange={(reason) => onSearch({ ...search, reason })}
        />
        <ChoiceFilter
          label="Identity"
          any="Any"
          options={IDENTITY_OPTIONS}
          value={search.verified === undefined ? undefined : search.verified ? "true" : "false"}
          onChange={(verified) =>
            onSearch({
              ...search,
              verified: verified === undefined ? undefined : verified === "true",
            })
          }
        />
        <TextFilter
          label="Path, user, client or request"
          value={search.q}
          onChange={(q) => onSearch({ ...search, q })}
        />
        <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
          More filters
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Group align="flex-end">
          {MORE.map(({ field, label }) => (
            <TextFilter
              key={field}
              label={label}
              placeholder="Exactly, or with *"
              value={search[field]}
              onChange={(value) => onSearch({ ...search, [field]: value })}
            />
          ))}
        </Group>
      </Collapse>
    </Stack>
  );
}

function TimeFilter({ search, onSearch }: Props) {
  const isFixed = search.from !== undefined || search.to !== undefined;
  return (
    <Group gap="xs" align="flex-start">
      <SegmentedControl
        aria-label="Time"
        size="xs"
        data={RANGES.map((value) => ({ value, label: value }))}
        value={isFixed ? "" : (search.range ?? DEFAULT_RANGE)}
        onChange={(range) =>
          onSearch({ ...search, range: range as Range, from: undefined, to: undefined })
        }
      />
      {isFixed && (
        <Button
          size="xs"
          variant="light"
          onClick={() => onSearch({ ...search, from: undefined, to: undefined })}
        >
          {timeInWords(search)} ✕
        </Button>
      )}
      <CustomTime
        from={search.from}
        to={search.to}
        onShow={(moments) => onSearch({ ...search, range: undefined, ...moments })}
      />
    </Group>
  );
}

function timeInWords({ range = DEFAULT_RANGE, from, to }: RejectionSearch): string {
  if (from === undefined && to === undefined) {
    return RANGE_NAMES[range].toLowerCase();
  }
  return momentsInWords(from, to);
}

/** By what the list is filtered; the usual time is not among it. */
export function filtersInWords(search: RejectionSearch): string[] {
  const { reason, verified, q, client, user, route, address, request } = search;
  const named = { client, user, route, address, "request ID": request };
  return [
    ...(reason ? [`reason “${REASONS[reason]}”`] : []),
    ...(verified === undefined ? [] : [verified ? "verified identity" : "no verified identity"]),
    ...(q ? [`“${q}” in path, user, client or request`] : []),
    ...Object.entries(named).flatMap(([name, value]) => (value ? [`${name} “${value}”`] : [])),
    ...(search.range || search.from || search.to ? [timeInWords(search)] : []),
  ];
}
