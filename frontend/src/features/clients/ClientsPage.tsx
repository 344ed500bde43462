import { Button, Group, Table, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { ReactNode } from "react";
import type { Client } from "../../api/client";
import { EmptyState } from "../../ui/EmptyState";
import { LoadMore } from "../../ui/LoadMore";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { ClientDrawer } from "./ClientDrawer";
import { ClientFilters, filtersInWords } from "./ClientFilters";
import { ClientRow, type RowAction } from "./ClientRow";
import { type ClientSearch, clientsQuery, issuersQuery } from "./clients.queries";
import { TakeAwayDialog } from "./TakeAwayDialog";
import { useClientActions } from "./useClientActions";

interface Props {
  project: string;
  search: ClientSearch;
  onSearch: (search: ClientSearch) => void;
}

export function ClientsPage({ project, search, onSearch }: Props) {
  const clients = useInfiniteQuery(clientsQuery(project, search));
  const issuers = useQuery(issuersQuery(project));
  const actions = useClientActions(project, (edit) => onSearch({ ...search, edit }));
  const create = (
    <Button
      leftSection={<Plus size={16} aria-hidden />}
      onClick={() => onSearch({ ...search, create: true })}
    >
      Add client
    </Button>
  );
  return (
    <>
      <PageHeader title="Clients" actions={create}>
        OAuth clients whose tokens this project accepts. A token for any other audience is rejected.
      </PageHeader>
      {actions.error && <Problem error={actions.error} />}
      {actions.act && <ReceiptNotice act={actions.act} onClose={actions.dismiss} />}
      <ClientFilters search={search} onSearch={onSearch} />
      <QueryStates
        query={clients}
        label="clients"
        empty={<NoClients search={search} create={create} onSearch={onSearch} />}
      >
        {(rows) => <ClientTable rows={rows} onAction={actions.start} />}
      </QueryStates>
      <LoadMore query={clients} />
      {actions.asked && (
        <TakeAwayDialog
          kind={actions.asked.kind}
          project={project}
          client={latest(actions.asked.client, clients.data)}
          onDone={actions.report}
          onClose={actions.close}
        />
      )}
      <ClientDrawer
        project={project}
        search={search}
        issuers={issuers}
        onDone={actions.report}
        onClose={() => {
          onSearch({ ...search, create: undefined, edit: undefined });
          actions.close();
        }}
      />
    </>
  );
}

/** The client as it is listed now; as it was, when a filter has taken it off the list. */
function latest(client: Client, listed: Client[] | undefined): Client {
  return listed?.find((other) => other.clientId === client.clientId) ?? client;
}

const COLUMNS = ["Client", "Type", "Status", "Issuer", "Restrictions", "Last change"];

interface TableProps {
  rows: Client[];
  onAction: (action: RowAction, client: Client, opener: HTMLElement | null) => void;
}

function ClientTable({ rows, onAction }: TableProps) {
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table aria-label="Clients" highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((client) => (
            <ClientRow key={client.clientId} client={client} onAction={onAction} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface NoClientsProps {
  search: ClientSearch;
  create: ReactNode;
  onSearch: (search: ClientSearch) => void;
}

function NoClients({ search, create, onSearch }: NoClientsProps) {
  const filters = filtersInWords(search);
  return filters.length === 0 ? (
    <EmptyState title="No client yet" action={create}>
      Every request that needs a token is rejected until a client is allowed.
    </EmptyState>
  ) : (
    <EmptyState
      title="No client matches"
      action={
        <Group>
          <Button variant="default" onClick={() => onSearch({})}>
            Clear filters
          </Button>
        </Group>
      }
    >
      Filtered by {filters.join(" and ")}.
    </EmptyState>
  );
}
