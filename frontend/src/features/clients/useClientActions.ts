import { useState } from "react";
import type { Client } from "../../api/client";
import type { Act } from "../../ui/receipts";
import type { RowAction } from "./ClientRow";
import { usePatchClient, useRestoreClient } from "./clients.queries";

interface Asked {
  kind: "disable" | "revoke";
  client: Client;
}

/** What can be done to a row, what is being asked about, and what came of the last act. */
export function useClientActions(project: string, onEdit: (clientId: string) => void) {
  const patch = usePatchClient(project);
  const restore = useRestoreClient(project);
  const [asked, setAsked] = useState<Asked>();
  const [act, setAct] = useState<Act>();
  const [opener, setOpener] = useState<HTMLElement | null>(null);

  function start(action: RowAction, client: Client, from: HTMLElement | null) {
    const clientId = client.clientId ?? "";
    const report = (receipt: Act["receipt"]) =>
      setAct({ verb: "Allowed", name: client.name, receipt });
    setOpener(from);
    setAct(undefined);
    switch (action) {
      case "edit":
        return onEdit(clientId);
      case "disable":
      case "revoke":
        return setAsked({ kind: action, client });
      case "enable":
        return patch.mutate({ seen: client, changes: { state: "enabled" } }, { onSuccess: report });
      case "restore":
        return restore.mutate(clientId, { onSuccess: report });
    }
  }

  /** The focus goes back to where the dialog was opened from, which the menu alone does not do. */
  function close() {
    setAsked(undefined);
    setTimeout(() => opener?.focus());
  }

  return {
    start,
    close,
    asked,
    act,
    error: patch.error ?? restore.error,
    report: setAct,
    dismiss: () => setAct(undefined),
  };
}
