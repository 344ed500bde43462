import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** @param opener what gets the focus back when a form closes */
  onOpen: (opener: HTMLElement) => void;
  children: ReactNode;
}

/** What a row is about; it opens it. */
export function RowName({ onOpen, children }: Props) {
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      fw={600}
      ta="start"
      mih={24} // WCAG 2.5.8
      onClick={(event) => onOpen(event.currentTarget)}
    >
      {children}
    </Anchor>
  );
}
