import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Items, itemQuery, type Kind } from "../api/items";
import { Problem } from "./Problem";

interface Props {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function ItemDrawer({ title, opened, onClose, children }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {children}
    </Drawer>
  );
}

interface StoredProps<K extends Kind> {
  kind: K;
  project: string;
  id: string;
  children: (item: Items[K]) => ReactNode;
}

/** The item as it is stored now: an answer from before may be old. */
export function StoredItem<K extends Kind>({ kind, project, id, children }: StoredProps<K>) {
  const item = useQuery(itemQuery(kind, project, id));
  if (item.error && !item.data) {
    return <Problem error={item.error} onRetry={item.refetch} />;
  }
  return item.data && item.isFetchedAfterMount ? children(item.data) : null;
}
