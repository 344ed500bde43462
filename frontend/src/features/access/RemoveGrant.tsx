import type { Grant } from "../../api/client";
import { RemoveItem } from "../../ui/RemoveItem";
import type { Act } from "../../ui/receipts";

interface Props {
  project: string;
  /** As the list shows it now. */
  grant: Grant;
  onDone: (act: Act) => void;
  onClose: () => void;
}

export function RemoveGrant({ project, grant, onDone, onClose }: Props) {
  const { principal, effect } = grant;
  return (
    <RemoveItem
      kind="grants"
      project={project}
      item={grant}
      name={principal}
      consequence={
        effect === "deny"
          ? `It denies. Without it, ${principal} is let in wherever another grant allows it.`
          : `${principal} is rejected from then on unless another grant allows it; streams that rest on this one are closed.`
      }
      onDone={onDone}
      onClose={onClose}
    />
  );
}
