import { Group, Table, Text, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Change } from "../../api/client";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { Moment } from "../../ui/Moment";
import { NoItems } from "../../ui/NoItems";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { TextFilter } from "../../ui/TextFilter";
import { UntrustedText } from "../../ui/UntrustedText";
import { useActs } from "../../ui/useActs";
import { ChainStatus } from "./ChainStatus";
import { ChangeDrawer } from "./ChangeDrawer";
import { type ChangeSearch, changesQuery } from "./changes.queries";
import { touched } from "./fieldDiff";
import { ACTION_NAMES, ACTIONS, OF_NO_PROJECT, placeOf, RESOURCE_NAMES, RESOURCES } from "./words";

interface Props {
  /** All that one may see, also what belongs to no project, when absent. */
  project?: string;
  search: ChangeSearch;
  onSearch: (search: ChangeSearch) => void;
}

const COLUMNS = ["Revision", "Time", "What", "Fields", "Who"];

export function ChangesPage({ project, search, onSearch }: Props) {
  const changes = useInfiniteQuery(changesQuery(project, search));
  const acts = useActs<never>();
  return (
    <>
      <PageHeader title={project === undefined ? "All changes" : "Changes"}>
        Who changed what, newest first. A line is written with the change itself and never altered.
      </PageHeader>
      <ChainStatus />
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <Filters project={project} search={search} onSearch={onSearch} />
      <QueryStates
        query={changes}
        label="changes"
        empty={
          <NoItems noun="change" filters={inWords(search)} onClear={() => onSearch({})}>
            Whatever is created, changed or revoked here is listed with who did it.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Changes" columns={COLUMNS} minWidth={760} hasActions={false}>
            {rows.map((change) => (
              <ChangeRow
                key={placeOf(change)}
                change={change}
                hasProject={project === undefined}
                onOpen={(opener) => {
                  acts.begin(opener);
                  onSearch({ ...search, change: placeOf(change) });
                }}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={changes} />
      <ChangeDrawer
        place={search.change}
        onReverted={acts.report}
        onClose={() => {
          onSearch({ ...search, change: undefined });
          acts.close();
        }}
      />
    </>
  );
}

interface RowProps {
  change: Change;
  hasProject: boolean;
  onOpen: (opener: HTMLElement) => void;
}

function ChangeRow({ change, hasProject, onOpen }: RowProps) {
  const { resource, action, id, before, after, project } = change;
  return (
    <Table.Tr>
      <Table.Td>{change.revision}</Table.Td>
      <Table.Td>
        <Moment at={change.time} />
      </Table.Td>
      <Table.Td maw={360}>
        <UnstyledButton onClick={(event) => onOpen(event.currentTarget)}>
          <Text size="sm" fw={600} c="var(--mantine-color-anchor)" component="span">
            {`${ACTION_NAMES[action]} ${RESOURCE_NAMES[resource].toLowerCase()} `}
            <UntrustedText text={id} />
          </Text>
        </UnstyledButton>
        {hasProject && project && (
          <Text size="xs" c="dimmed">
            {project}
          </Text>
        )}
      </Table.Td>
      <Table.Td maw={220}>
        <Text size="sm" truncate title={touched(before, after)}>
          {action === "update" ? touched(before, after) : ""}
        </Text>
      </Table.Td>
      <Table.Td maw={260}>
        <Text size="sm" truncate title={change.actor}>
          {change.actor}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

const ACTION_OPTIONS = ACTIONS.map((value) => ({ value, label: ACTION_NAMES[value] }));

function Filters({ project, search, onSearch }: Props) {
  const resources = RESOURCES.filter((one) => !project || !OF_NO_PROJECT.includes(one));
  return (
    <Group mb="md" role="search" aria-label="Filter changes" align="flex-end">
      <TextFilter
        label="ID, who, or request ID"
        value={search.q}
        onChange={(q) => onSearch({ ...search, q })}
      />
      <ChoiceFilter
        label="Kind"
        any="Any kind"
        options={resources.map((value) => ({ value, label: RESOURCE_NAMES[value] }))}
        value={search.resource}
        onChange={(resource) => onSearch({ ...search, resource })}
      />
      <ChoiceFilter
        label="Action"
        any="Any action"
        options={ACTION_OPTIONS}
        value={search.action}
        onChange={(action) => onSearch({ ...search, action })}
      />
    </Group>
  );
}

function inWords({ q, resource, action }: ChangeSearch): string[] {
  return [
    ...(q ? [`ID, who or request ID contains “${q}”`] : []),
    ...(resource ? [`kind ${RESOURCE_NAMES[resource]}`] : []),
    ...(action ? [`action ${ACTION_NAMES[action]}`] : []),
  ];
}
