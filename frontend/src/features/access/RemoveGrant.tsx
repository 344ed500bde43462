import { Code, Text } from "@mantine/core";
import type { Grant } from "../../api/client";
import { pathOf, useRemoveItem } from "../../api/items";
import { etag } from "../../api/receipt";
import type { Act } from "../../ui/receipts";
import { NowAt, TakeAwayDialog } from "../../ui/TakeAwayDialog";

interface Props {
  project: string;
  /** As the list shows it now. */
  grant: Grant;
  onDone: (act: Act) => void;
  onClose: () => void;
}

export function RemoveGrant({ project, grant, onDone, onClose }: Props) {
  const remove = useRemoveItem("grants", project);
  return (
    <TakeAwayDialog
      act={{
        action: "Remove",
        verb: "Removed",
        name: grant.principal,
        take: () => remove.mutateAsync(grant),
        call: {
          method: "DELETE",
          path: pathOf(project, "grants", grant.id ?? ""),
          headers: { "If-Match": etag(grant) },
        },
      }}
      whenStale={<NowAt is={`“${grant.principal}”`} revision={grant.revision} action="Remove" />}
      onDone={onDone}
      onClose={onClose}
    >
      <Text size="sm">
        {grant.effect === "deny" ? (
          <>
            It denies. Without it, <Code>{grant.principal}</Code> is let in wherever another grant
            allows it.
          </>
        ) : (
          <>
            <Code>{grant.principal}</Code> is rejected from then on unless another grant allows it;
            streams that rest on this one are closed.
          </>
        )}
      </Text>
    </TakeAwayDialog>
  );
}
