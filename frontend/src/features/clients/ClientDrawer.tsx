import { Drawer } from "@mantine/core";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { Issuer } from "../../api/client";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { CreateClient } from "./CreateClient";
import { type ClientSearch, clientQuery } from "./clients.queries";
import { EditClient } from "./EditClient";

interface Props {
  project: string;
  search: ClientSearch;
  issuers: UseQueryResult<Issuer[]>;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** The form that the URL asks for. */
export function ClientDrawer({ project, search, issuers, onDone, onClose }: Props) {
  const done = (act: Act) => {
    onDone(act);
    onClose();
  };
  return (
    <Drawer
      opened={Boolean(search.create || search.edit)}
      onClose={onClose}
      position="right"
      size="lg"
      title={search.edit ? "Edit client" : "Add client"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {issuers.error && <Problem error={issuers.error} onRetry={issuers.refetch} />}
      {issuers.data && search.create && (
        <CreateClient project={project} issuers={issuers.data} onCreated={done} />
      )}
      {issuers.data && search.edit && (
        <LoadedEdit
          project={project}
          clientId={search.edit}
          issuers={issuers.data}
          onSaved={done}
        />
      )}
    </Drawer>
  );
}

interface LoadedProps {
  project: string;
  clientId: string;
  issuers: Issuer[];
  onSaved: (act: Act) => void;
}

function LoadedEdit({ project, clientId, issuers, onSaved }: LoadedProps) {
  const client = useQuery(clientQuery(project, clientId));
  if (client.error && !client.data) {
    return <Problem error={client.error} onRetry={client.refetch} />;
  }
  // An answer from before may be old; the form starts from what is stored now and then keeps it.
  return client.data && client.isFetchedAfterMount ? (
    <EditClient
      key={clientId}
      project={project}
      client={client.data}
      issuers={issuers}
      onSaved={onSaved}
    />
  ) : null;
}
