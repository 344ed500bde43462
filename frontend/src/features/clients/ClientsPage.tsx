import { Button, Group } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { Client } from "../../api/client";
import { choiceQuery } from "../../api/items";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { newKey } from "../../ui/newKey";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { useSelection } from "../../ui/useSelection";
import { BulkBar } from "./BulkBar";
import { ClientFilters, filtersInWords } from "./ClientFilters";
import { ClientRow } from "./ClientRow";
import { type ClientSearch, clientsQuery } from "./clients.queries";
import { TakeAwayClient } from "./TakeAwayClient";
import { useClientActions } from "./useClientActions";

const ClientDrawer = later(() => import("./ClientDrawer").then((form) => form.ClientDrawer));

interface Props {
  project: string;
  search: ClientSearch;
  onSearch: (search: ClientSearch) => void;
}

export function ClientsPage({ project, search, onSearch }: Props) {
  const clients = useInfiniteQuery(clientsQuery(project, search));
  const issuers = useQuery(choiceQuery("issuers", project));
  const actions = useClientActions(project, (edit) => onSearch({ ...search, edit }));
  const selection = useSelection(clients.data, (client) => client.clientId ?? "");
  const create = <AddButtons project={project} search={search} onSearch={onSearch} />;
  return (
    <>
      <PageHeader title="Clients" actions={create}>
        OAuth clients whose tokens this project accepts. A token for any other audience is rejected.
      </PageHeader>
      {actions.error && <Problem error={actions.error} />}
      {actions.act && <ReceiptNotice act={actions.act} onClose={actions.dismiss} />}
      <ClientFilters search={search} onSearch={onSearch} />
      <BulkBar project={project} selected={selection.selected} onClear={selection.clear} />
      <QueryStates
        query={clients}
        label="clients"
        empty={
          <NoItems
            noun="client"
            filters={filtersInWords(search)}
            onClear={() => onSearch({})}
            action={create}
          >
            Every request that needs a token is rejected until a client is allowed.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Clients" columns={COLUMNS} minWidth={960} selection={selection.all}>
            {rows.map((client) => (
              <ClientRow
                key={client.clientId}
                project={project}
                client={client}
                isSelected={selection.has(client)}
                onSelect={() => selection.toggle(client)}
                onAction={actions.start}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={clients} />
      {actions.asked && (
        <TakeAwayClient
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
          onSearch({ ...search, create: undefined, many: undefined, edit: undefined });
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

const COLUMNS = ["Client", "Type", "Status", "Issuer", "Restrictions", "Last seen", "Last change"];

function AddButtons({ project, search, onSearch }: Props) {
  const needs = { permission: "clients.write", over: { project } } as const;
  return (
    <Group gap="xs">
      <Needs {...needs}>
        <Button
          {...newKey}
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => onSearch({ ...search, create: true })}
        >
          Add client
        </Button>
      </Needs>
      <Needs {...needs}>
        <Button variant="default" onClick={() => onSearch({ ...search, many: true })}>
          Add many
        </Button>
      </Needs>
    </Group>
  );
}
