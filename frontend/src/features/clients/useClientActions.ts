import type { Client } from "../../api/client";
import { usePatchItem } from "../../api/items";
import type { Receipt } from "../../api/receipt";
import { useActs } from "../../ui/useActs";
import type { RowAction } from "./ClientRow";
import { useRestoreClient } from "./clients.queries";

interface Asked {
  kind: "disable" | "revoke";
  client: Client;
}

/** What can be done to a row, what is being asked about, and what came of the last act. */
export function useClientActions(project: string, onEdit: (clientId: string) => void) {
  const patch = usePatchItem("clients", project);
  const restore = useRestoreClient(project);
  const acts = useActs<Asked>();

  function start(action: RowAction, client: Client, from: HTMLElement | null) {
    const clientId = client.clientId ?? "";
    const report = (receipt: Receipt) =>
      acts.report({ verb: "Allowed", name: client.name, receipt });
    switch (action) {
      case "disable":
      case "revoke":
        return acts.ask({ kind: action, client }, from);
      case "edit":
        acts.begin(from);
        return onEdit(clientId);
      case "enable":
        acts.begin(from);
        return patch.mutate({ seen: client, changes: { state: "enabled" } }, { onSuccess: report });
      case "restore":
        acts.begin(from);
        return restore.mutate(clientId, { onSuccess: report });
    }
  }

  return { ...acts, start, error: patch.error ?? restore.error };
}
