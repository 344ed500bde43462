import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Client, Issuer } from "../../api/client";
import { ApiError } from "../../api/problem";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { ClientForm } from "./ClientForm";
import { ConflictDialog } from "./ConflictDialog";
import { changes } from "./clientChanges";
import { type ClientFields, clientFields, toFields } from "./clientFields";
import { clientQuery, usePatchClient } from "./clients.queries";

interface Props {
  project: string;
  client: Client;
  issuers: Issuer[];
  onSaved: (act: Act) => void;
}

/** Changes only what its user changed, and only if nobody else did in the meantime. */
export function EditClient({ project, client, issuers, onSaved }: Props) {
  const queries = useQueryClient();
  const patch = usePatchClient(project);
  const [seen, setSeen] = useState(client);
  const [theirs, setTheirs] = useState<Client>();
  const form = useForm<ClientFields>({
    resolver: zodResolver(clientFields),
    defaultValues: toFields(client),
  });

  async function save(fields: ClientFields, latest: Client) {
    try {
      const receipt = await patch.mutateAsync({ seen: latest, changes: changes(seen, fields) });
      onSaved({ verb: "Saved", name: fields.name, receipt });
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 412) {
        setTheirs(await queries.fetchQuery(clientQuery(project, client.clientId ?? "")));
      }
    }
  }

  function takeTheirs(stored: Client) {
    setSeen(stored);
    form.reset(toFields(stored));
    setTheirs(undefined);
    patch.reset();
  }

  const isConflict = patch.error instanceof ApiError && patch.error.status === 412;
  return (
    <>
      <ClientForm form={form} issuers={issuers} isNew={false} onSubmit={(f) => save(f, seen)}>
        {patch.error && !isConflict && <Problem error={patch.error} />}
      </ClientForm>
      {theirs && (
        <ConflictDialog
          yours={form.getValues()}
          theirs={theirs}
          isBusy={patch.isPending}
          onTakeTheirs={() => takeTheirs(theirs)}
          onApplyMine={() => save(form.getValues(), theirs)}
          onClose={() => setTheirs(undefined)}
        />
      )}
    </>
  );
}
