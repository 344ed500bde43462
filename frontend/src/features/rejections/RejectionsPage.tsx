import { Button, Code, Group, Select, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "../../ui/EmptyState";
import { LoadMore } from "../../ui/LoadMore";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { RejectionRow } from "./RejectionRow";
import { REASON_CODES, REASONS, type Reason } from "./reasons";
import { type RejectionSearch, rejectionsQuery } from "./rejections.queries";

interface Props {
  /** All projects, and requests of none, when absent. */
  project?: string;
  search: RejectionSearch;
  onSearch: (search: RejectionSearch) => void;
}

const COLUMNS = ["Time", "Reason", "Request", "Route", "Client and user", "Request ID"];

export function RejectionsPage({ project, search, onSearch }: Props) {
  const rejections = useInfiniteQuery(rejectionsQuery(project, search));
  return (
    <>
      <PageHeader title={project === undefined ? "All rejections" : "Rejections"}>
        Requests that were turned away, newest first.{" "}
        {project === undefined && "Requests that match no route belong to no project."}
      </PageHeader>
      <Filters search={search} onSearch={onSearch} />
      <QueryStates
        query={rejections}
        label="rejections"
        empty={<NoRejections search={search} onSearch={onSearch} />}
      >
        {(rows) => (
          <Table.ScrollContainer minWidth={980}>
            <Table aria-label="Rejections" highlightOnHover verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  {COLUMNS.map((column) => (
                    <Table.Th key={column}>{column}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((rejection) => (
                  <RejectionRow
                    key={`${rejection.requestId} ${rejection.time}`}
                    rejection={rejection}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </QueryStates>
      <LoadMore query={rejections} />
    </>
  );
}

const REASON_OPTIONS = REASON_CODES.map((code) => ({ value: code, label: REASONS[code] }));
const IDENTITY_OPTIONS = [
  { value: "true", label: "Verified" },
  { value: "false", label: "Unverified or none" },
];

function Filters({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  return (
    <Group mb="md" role="search" aria-label="Filter rejections" align="flex-end">
      <Select
        label="Reason"
        placeholder="Any reason"
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Clear reason" }}
        data={REASON_OPTIONS}
        value={search.reason ?? null}
        onChange={(reason) => onSearch({ ...search, reason: (reason as Reason) ?? undefined })}
      />
      <Select
        label="Identity"
        placeholder="Any"
        clearable
        clearButtonProps={{ "aria-label": "Clear identity" }}
        data={IDENTITY_OPTIONS}
        value={search.verified?.toString() ?? null}
        onChange={(verified) =>
          onSearch({ ...search, verified: verified ? verified === "true" : undefined })
        }
      />
    </Group>
  );
}

function NoRejections({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  const filters = [
    search.reason && `reason “${REASONS[search.reason]}”`,
    search.verified !== undefined &&
      (search.verified ? "verified identity" : "no verified identity"),
  ].filter(Boolean);
  if (filters.length === 0) {
    return (
      <EmptyState title="Nothing was rejected">
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
