import { Alert, Anchor, Button, Code, Grid, SegmentedControl, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { gatewaysQuery } from "../../api/replicas";
import { EmptyState } from "../../ui/EmptyState";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { recentChangesQuery, trafficQuery } from "./overview.queries";
import { ReasonList } from "./ReasonList";
import { RecentChanges } from "./RecentChanges";
import {
  DEFAULT_RANGE,
  type OverviewSearch,
  RANGE_NAMES,
  RANGES,
  type Range,
  spanOf,
} from "./span";
import { toReasons, toSteps } from "./steps";
import { Tiles } from "./Tiles";
import { TrafficChart } from "./TrafficChart";

interface Props {
  project: string;
  search: OverviewSearch;
  onSearch: (search: OverviewSearch) => void;
  /** What people call a reason. */
  titleOf: (reason: string) => string;
}

export function OverviewPage({ project, search, onSearch, titleOf }: Props) {
  const range = search.range ?? DEFAULT_RANGE;
  const traffic = useQuery(trafficQuery(project, range));
  const changes = useQuery(recentChangesQuery(project, range));
  const steps = traffic.data && toSteps(traffic.data, changes.data ?? [], spanOf(range).bucket);
  const isQuiet = traffic.data && traffic.data.admitted + traffic.data.rejected === 0;
  return (
    <>
      <PageHeader
        title="Overview"
        actions={<RangeChoice range={range} onRange={(next) => onSearch({ range: next })} />}
      >
        What came to the routes of {project}, and what became of it. Gateways write their counts
        every few seconds.
      </PageHeader>
      <Stack gap="md">
        <GatewayWarnings />
        {traffic.error && <Problem error={traffic.error} onRetry={traffic.refetch} />}
        <Tiles traffic={traffic.data} changes={changes.data?.length} />
        {isQuiet && <Quiet project={project} range={range} />}
        {steps && !isQuiet && <TrafficChart project={project} steps={steps} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <ReasonList
              project={project}
              shares={traffic.data ? toReasons(traffic.data) : []}
              titleOf={titleOf}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <RecentChanges project={project} changes={changes.data ?? []} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}

function RangeChoice({ range, onRange }: { range: Range; onRange: (range: Range) => void }) {
  return (
    <SegmentedControl
      aria-label="Time"
      value={range}
      onChange={(next) => onRange(next as Range)}
      data={RANGES.map((value) => ({ value, label: RANGE_NAMES[value] }))}
    />
  );
}

/** What keeps gateways from deciding, or from deciding on the newest policy. */
function GatewayWarnings() {
  const { data } = useQuery(gatewaysQuery);
  const link = (
    <Anchor renderRoot={(props) => <Link to="/gateways" {...props} />}>Look at the gateways</Anchor>
  );
  if (data && !data.policyAccepted) {
    return (
      <Alert color="red" title="No gateway decides: confirmed changes may be lost">
        Every request is rejected until an owner accepts the policy. {link}
      </Alert>
    );
  }
  const behind = data?.items.filter((gateway) => (gateway.lag ?? 0) > 0) ?? [];
  return behind.length > 0 ? (
    <Alert color="yellow" title={`${behind.length} of ${data?.items.length} gateways are behind`}>
      They decide on an older policy until they catch up or their lease ends. {link}
    </Alert>
  ) : null;
}

function Quiet({ project, range }: { project: string; range: Range }) {
  return (
    <EmptyState
      title={`No request in the last ${RANGE_NAMES[range]}`}
      action={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/setup" search={{ project }} {...props} />}
        >
          Set up step by step
        </Button>
      }
    >
      Send one to a route of this project. Without a token it is rejected and listed with the
      reason: <Code>curl -i http://GATEWAY/</Code>
    </EmptyState>
  );
}
