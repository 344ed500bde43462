import { Text } from "@mantine/core";
import type { Weighed } from "../api/impact";
import { type Items, idOf, type Kind, pathOf, useRemoveItem } from "../api/items";
import { etag } from "../api/receipt";
import { ImpactNote } from "./ImpactNote";
import type { Act } from "./receipts";
import { NowAt, TakeAwayDialog } from "./TakeAwayDialog";

interface Props<K extends Kind> {
  kind: K;
  project: string;
  /** As the list shows it now. */
  item: Items[K];
  consequence: string;
  /** What people call it; its ID by default. */
  name?: string;
  /** Whether its name has to be typed. */
  isTyped?: boolean;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** Removes one item, once its user knows what follows. */
export function RemoveItem<K extends Kind>({ kind, project, item, ...props }: Props<K>) {
  const remove = useRemoveItem(kind, project);
  const id = idOf(item);
  const name = props.name ?? id;
  return (
    <TakeAwayDialog
      act={{
        action: "Remove",
        verb: "Removed",
        name,
        ...(props.isTyped ? { typed: id } : {}),
        take: () => remove.mutateAsync(item),
        call: {
          method: "DELETE",
          path: pathOf(project, kind, id),
          headers: { "If-Match": etag(item) },
        },
      }}
      whenStale={<NowAt is={`“${name}”`} revision={item.revision} action="Remove" />}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      <Text size="sm">{props.consequence}</Text>
      {kind !== "backends" && <ImpactNote project={project} kind={kind as Weighed} id={id} />}
    </TakeAwayDialog>
  );
}
