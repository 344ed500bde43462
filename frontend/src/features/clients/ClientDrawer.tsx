import type { UseQueryResult } from "@tanstack/react-query";
import type { Issuer } from "../../api/client";
import { CreateItem } from "../../ui/CreateItem";
import { EditItem } from "../../ui/EditItem";
import { ItemDrawer, StoredItem } from "../../ui/ItemDrawer";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { AddManyClients } from "./AddManyClients";
import { ClientFormFields } from "./ClientFormFields";
import { emptyFields } from "./clientFields";
import { clientShape } from "./clientShape";
import type { ClientSearch } from "./clients.queries";
import { NoIssuer } from "./NoIssuer";

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
    <ItemDrawer
      opened={Boolean(search.create || search.many || search.edit)}
      onClose={onClose}
      title={search.edit ? "Edit client" : search.many ? "Add many clients" : "Add client"}
    >
      {issuers.error && <Problem error={issuers.error} onRetry={issuers.refetch} />}
      {issuers.data && (search.create || search.many) && (
        <NewClient
          project={project}
          issuers={issuers.data}
          isMany={search.many === true}
          onDone={done}
        />
      )}
      {issuers.data && search.edit && (
        <StoredItem key={search.edit} kind="clients" project={project} id={search.edit}>
          {(client) => (
            <EditItem shape={clientShape} project={project} item={client} onSaved={done}>
              {(form) => (
                <ClientFormFields form={form} issuers={issuers.data ?? []} isNew={false} />
              )}
            </EditItem>
          )}
        </StoredItem>
      )}
    </ItemDrawer>
  );
}

interface NewProps {
  project: string;
  issuers: Issuer[];
  isMany: boolean;
  onDone: (act: Act) => void;
}

function NewClient({ project, issuers, isMany, onDone }: NewProps) {
  if (issuers.length === 0) {
    return <NoIssuer project={project} />;
  }
  if (isMany) {
    return <AddManyClients project={project} issuers={issuers} />;
  }
  return (
    <CreateItem
      shape={clientShape}
      project={project}
      defaults={emptyFields(issuers.length === 1 ? (issuers[0]?.id ?? "") : "")}
      onCreated={onDone}
    >
      {(form) => <ClientFormFields form={form} issuers={issuers} isNew />}
    </CreateItem>
  );
}
