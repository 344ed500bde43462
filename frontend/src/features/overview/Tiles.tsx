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
  const { p50Millis, p99Millis } = latency?.decision ?? {};
  const backend = latency?.backend;
  const note =
    backend?.p50Millis === undefined || backend.p99Millis === undefined
      ? latency && "nothing was measured"
      : `backends ${inMillis(backend.p50Millis)} / ${inMillis(backend.p99Millis)}`;
  return (
    <Tile name="Time to decide, p50 / p99" note={note}>
      {p50Millis !== undefined && p99Millis !== undefined && (
        <>
          {`${inMillis(p50Millis)} / ${inMillis(p99Millis)}`}
          <Trend values={latency?.items.map(({ decision }) => decision.p99Millis ?? 0) ?? []} />
        </>
      )}
    </Tile>
  );
}

function Tile({
  name,
  note,
  children,
}: {
  name: string;
  note: string | undefined;
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
      </Text>
    </Paper>
  );
}
