import type { Issuer } from "../../api/client";
import { usePatchItem } from "../../api/items";
import { useActs } from "../../ui/useActs";
import type { IssuerAction } from "./IssuerRow";
import type { IssuerSearch } from "./issuers.queries";

interface Asked {
  kind: "disable" | "sign-out" | "remove";
  issuer: Issuer;
}

export function useIssuerActions(project: string, onSearch: (search: IssuerSearch) => void) {
  const patch = usePatchItem("issuers", project);
  const acts = useActs<Asked>();

  function start(action: IssuerAction, issuer: Issuer, opener: HTMLElement | null) {
    const name = issuer.id ?? "";
    switch (action) {
      case "disable":
      case "sign-out":
      case "remove":
        return acts.ask({ kind: action, issuer }, opener);
      case "edit":
      case "test":
        acts.begin(opener);
        return onSearch({ [action]: name });
      case "enable":
        acts.begin(opener);
        return patch.mutate(
          { seen: issuer, changes: { enabled: true } },
          { onSuccess: (receipt) => acts.report({ verb: "Switched on", name, receipt }) },
        );
    }
  }

  return { ...acts, start, error: patch.error };
}
