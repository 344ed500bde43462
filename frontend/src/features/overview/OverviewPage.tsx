import { Alert, Anchor, Button, Code, Grid, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { gatewaysQuery } from "../../api/replicas";
import { CustomTime } from "../../ui/CustomTime";
import { momentsInWords } from "../../ui/customTime";
import { EmptyState } from "../../ui/EmptyState";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { shortTime } from "../../ui/time";
import { KeyWarnings } from "./KeyWarnings";
import { recentChangesQuery, trafficQuery } from "./overview.queries";
import { ReasonList } from "./ReasonList";
import { RecentChanges } from "./RecentChanges";
import {
  DEFAULT_RANGE,
  isCustom,
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
  const traffic = useQuery(trafficQuery(project, search));
  const changes = useQuery(recentChangesQuery(project, search));
  const steps = traffic.data && toSteps(traffic.data, changes.data ?? [], spanOf(search).bucket);
  const isQuiet = traffic.data && traffic.data.admitted + traffic.data.rejected === 0;
  return (
    <>
      <PageHeader title="Overview" actions={<RangeChoice search={search} onSearch={onSearch} />}>
        What came to the routes of {project}, and what became of it. Gateways write their counts
        every few seconds.
      </PageHeader>
      <Stack gap="md">
        <GatewayWarnings />
        <KeyWarnings project={project} />
        {traffic.error && <Problem error={traffic.error} onRetry={traffic.refetch} />}
        <Tiles traffic={traffic.data} changes={changes.data?.length} />
        {isCustom(search) && (
          <Text size="sm">
            What is counted is {momentsInWords(search.from, search.to)}, in whole{" "}
            {spanOf(search).bucket}s.
          </Text>
        )}
        {isQuiet && <Quiet project={project} search={search} />}
        {steps && !isQuiet && (
          <TrafficChart project={project} steps={steps} end={endInWords(search)} />
        )}
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

function endInWords({ to }: OverviewSearch): string {
  return to === undefined ? "now" : shortTime(to);
}

function RangeChoice({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Time"
        value={isCustom(search) ? "" : (search.range ?? DEFAULT_RANGE)}
        onChange={(range) => onSearch({ range: range as Range })}
        data={RANGES.map((value) => ({ value, label: RANGE_NAMES[value] }))}
      />
      <CustomTime from={search.from} to={search.to} onShow={onSearch} />
    </Stack>
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

function Quiet({ project, search }: Pick<Props, "project" | "search">) {
  return (
    <EmptyState
      title={
        isCustom(search)
          ? "No request in this time"
          : `No request in the last ${RANGE_NAMES[search.range ?? DEFAULT_RANGE]}`
      }
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
