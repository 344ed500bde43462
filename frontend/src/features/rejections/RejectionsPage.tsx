import { Button, Code, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { useKeys } from "../../ui/useKeys";
import { ExportMenu } from "./ExportMenu";
import { LiveStatus } from "./LiveStatus";
import { RejectionDrawer } from "./RejectionDrawer";
import { filtersInWords, RejectionFilters } from "./RejectionFilters";
import { RejectionRow } from "./RejectionRow";
import { rejectionsQuery } from "./rejections.queries";
import { SummaryPanel } from "./SummaryPanel";
import { fieldFilter, type RejectionSearch } from "./search";
import { useLiveTail } from "./useLiveTail";
import { useShownRows } from "./useShownRows";

interface Props {
  /** All projects, and requests of none, when absent. */
  project?: string;
  search: RejectionSearch;
  onSearch: (search: RejectionSearch) => void;
}

const COLUMNS = ["Time", "Reason", "Request", "Route", "Client and user", "Request ID"];

export function RejectionsPage({ project, search, onSearch }: Props) {
  const isLive = search.live === true;
  const rejections = useInfiniteQuery(rejectionsQuery(project, search));
  const tail = useLiveTail(project, fieldFilter(search), isLive);
  const shown = useShownRows(rejections.data, tail.rows, search.open !== undefined);
  const toggleLive = () => onSearch({ ...search, live: isLive ? undefined : true });
  const open = (requestId: string | undefined) => onSearch({ ...search, open: requestId });
  useKeys({ l: toggleLive, p: () => isLive && toggleLive() });
  return (
    <>
      <PageHeader
        title={project === undefined ? "All rejections" : "Rejections"}
        actions={
          <Group gap="xs" align="flex-start">
            <LiveStatus
              isOn={isLive}
              tail={tail}
              waiting={shown.waiting}
              onToggle={toggleLive}
              onShow={shown.show}
            />
            <ExportMenu project={project} search={search} />
          </Group>
        }
      >
        Requests that were turned away, newest first.{" "}
        {project === undefined && "Requests that match no route belong to no project."}
      </PageHeader>
      <RejectionFilters search={search} onSearch={onSearch} />
      <SummaryPanel project={project} search={search} onSearch={onSearch} />
      <QueryStates
        query={{ ...rejections, data: shown.rows }}
        label="rejections"
        empty={<NoRejections search={search} onSearch={onSearch} />}
      >
        {(rows) => (
          <ListTable label="Rejections" columns={COLUMNS} minWidth={980} hasActions={false}>
            {rows.map((rejection) => (
              <RejectionRow
                key={`${rejection.requestId} ${rejection.time}`}
                rejection={rejection}
                onOpen={() => open(rejection.requestId)}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={rejections} />
      <RejectionDrawer
        requestId={search.open}
        onMove={movesFrom(search.open, shown.rows?.map((row) => row.requestId) ?? [], open)}
        onFilter={(filter) => onSearch({ ...search, ...filter, open: undefined })}
        onClose={() => open(undefined)}
      />
    </>
  );
}

/** The rows before and after the one that is open. */
function movesFrom(
  id: string | undefined,
  ids: string[],
  open: (requestId: string | undefined) => void,
) {
  const at = id === undefined ? -1 : ids.indexOf(id);
  const to = (other: string | undefined) =>
    at < 0 || other === undefined ? undefined : () => open(other);
  return { previous: to(ids[at - 1]), next: to(ids[at + 1]) };
}

function NoRejections({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  const filters = filtersInWords(search);
  if (filters.length === 0) {
    return (
      <EmptyState
        title="Nothing was rejected in the last 24 hours"
        action={
          <Button variant="default" onClick={() => onSearch({ range: "30d" })}>
            Look at 30 days
          </Button>
        }
      >
        A request that the gateway turns away is listed here within a second, with the reason. Try
        one: <Code>curl -i http://GATEWAY/</Code>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No rejection matches"
      action={
        <Button variant="default" onClick={() => onSearch({})}>
          Clear filters
        </Button>
      }
    >
      Filtered by {filters.join(" and ")}.
    </EmptyState>
  );
}
