import { Anchor, Group, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { UntrustedText } from "../../ui/UntrustedText";
import { type Share, toShares } from "./bars";
import { type Reason, reasonTitle } from "./reasons";
import { type Facet, summaryQuery } from "./rejections.queries";
import type { RejectionSearch } from "./search";

interface Props {
  project: string | undefined;
  search: RejectionSearch;
  onSearch: (search: RejectionSearch) => void;
}

const SHOWN = 6;
const FACETS = [
  { value: "reason", label: "Reason" },
  { value: "client", label: "Client" },
  { value: "user", label: "User" },
  { value: "route", label: "Route" },
];
const number = new Intl.NumberFormat();

/** The largest groups of what was rejected; each leads to its rows. */
export function Facets({ project, search, onSearch }: Props) {
  const by = search.by ?? "reason";
  const summary = useQuery(summaryQuery(project, search, by));
  const shares = summary.data ? toShares(summary.data) : [];
  const total = summary.data?.rejections ?? 0;
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Count by"
        size="xs"
        data={FACETS}
        value={by}
        onChange={(facet) => onSearch({ ...search, by: facet as Facet })}
      />
      {shares.slice(0, SHOWN).map((share) => (
        <Stack key={`${share.isOther} ${share.key}`} gap={2}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm" truncate>
              <ShareName
                by={by}
                share={share}
                onChoose={(key) => onSearch({ ...search, ...chosen(by, key) })}
              />
            </Text>
            <Text size="sm" c="dimmed">
              {number.format(share.count)}
            </Text>
          </Group>
          <Progress value={(100 * share.count) / Math.max(1, total)} size={4} aria-hidden />
        </Stack>
      ))}
      {shares.length > SHOWN && (
        <Text size="xs" c="dimmed">
          and {shares.length - SHOWN} more
        </Text>
      )}
    </Stack>
  );
}

interface NameProps {
  by: Facet;
  share: Share;
  onChoose: (key: string) => void;
}

function ShareName({ by, share: { key, isOther }, onChoose }: NameProps) {
  if (isOther) {
    return "others";
  }
  if (key === undefined) {
    return "none given, or only counted";
  }
  return (
    <Anchor component="button" type="button" inherit onClick={() => onChoose(key)}>
      {by === "reason" ? reasonTitle(key) : <UntrustedText text={key} />}
    </Anchor>
  );
}

/** A user's key is issuer and subject with a blank between. */
function chosen(by: Facet, key: string): Partial<RejectionSearch> {
  switch (by) {
    case "reason":
      return { reason: key as Reason };
    case "client":
      return { client: key };
    case "user":
      return { user: key.slice(key.indexOf(" ") + 1) };
    case "route":
      return { route: key };
  }
}
