import { Paper, SimpleGrid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { gatewaysQuery } from "../../api/replicas";
import { inMillis } from "./latency";
import type { Traffic } from "./overview.queries";
import { Trend } from "./Trend";

interface Props {
  traffic: Traffic | undefined;
  changes: number | undefined;
}

const number = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

export function Tiles({ traffic, changes }: Props) {
  const gateways = useQuery(gatewaysQuery);
  const replicas = gateways.data?.items ?? [];
  const current = replicas.filter((replica) => (replica.lag ?? 0) === 0);
  const revision = Math.max(0, ...replicas.map((replica) => replica.revision));
  const all = traffic ? traffic.admitted + traffic.rejected : 0;
  return (
    <SimpleGrid component="dl" cols={{ base: 2, md: 3, lg: 5 }} m={0}>
      <Tile name="Admitted" note="went to their backend">
        {traffic && number.format(traffic.admitted)}
      </Tile>
      <Tile
        name="Rejected"
        note={
          all > 0
            ? `${percent.format((traffic?.rejected ?? 0) / all)} of all`
            : traffic && "none came"
        }
      >
        {traffic && number.format(traffic.rejected)}
      </Tile>
      <DecisionTile latency={traffic?.latency} />
      <Tile name="Gateways current" note={`at revision ${revision}`}>
        {gateways.data && `${current.length}/${replicas.length}`}
      </Tile>
      <Tile name="Changes" note="of the policy of this project">
        {changes !== undefined && number.format(changes)}
      </Tile>
    </SimpleGrid>
  );
}

/** What the gateway itself takes, beside what it waits for backends. */
function DecisionTile({ latency }: { latency: Traffic["latency"] }) {
  const own = latency && inBoth(latency.decision);
  const backends = latency && inBoth(latency.backend);
  return (
    <Tile
      name="Time to decide"
      note={own ? `p50; p99 ${own.p99}` : latency && "none was measured"}
      below={
        <>
          {backends && (
            <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
              {`backends ${backends.p50}; p99 ${backends.p99}`}
            </Text>
          )}
          {own && <Trend values={latency.items.map(({ decision }) => decision.p99Millis ?? 0)} />}
        </>
      }
    >
      {own?.p50}
    </Tile>
  );
}

/** Both quantiles in words; undefined where nothing was measured. */
function inBoth({ p50Millis, p99Millis }: { p50Millis?: number; p99Millis?: number }) {
  return p50Millis === undefined || p99Millis === undefined
    ? undefined
    : { p50: inMillis(p50Millis), p99: inMillis(p99Millis) };
}

function Tile({
  name,
  note,
  below,
  children,
}: {
  name: string;
  note: string | undefined;
  below?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Paper withBorder p="md">
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz={28} fw={600} lh={1.3}>
        {children || "–"}
        <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
          {note}
        </Text>
        {below}
      </Text>
    </Paper>
  );
}
