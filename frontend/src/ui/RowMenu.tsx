import { ActionIcon, Menu } from "@mantine/core";
import Ellipsis from "lucide-react/icons/ellipsis";
import { type ReactNode, useRef } from "react";
import { type Need, Needs } from "./Needs";

interface Props<A extends string> {
  /** Of what the actions are. */
  name: string;
  /** What all of them need. */
  needs: Need;
  actions: { action: A; label: string; isHarmful?: boolean }[];
  /** @param opener what gets the focus back when a dialog closes */
  onAction: (action: A, opener: HTMLElement | null) => void;
}

export function RowMenu<A extends string>({ name, needs, actions, onAction }: Props<A>): ReactNode {
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ref={opener} variant="subtle" color="gray" aria-label={`Actions for ${name}`}>
          <Ellipsis size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions for ${name}`}>
        {actions.map(({ action, label, isHarmful }) => (
          <Needs key={action} {...needs}>
            <Menu.Item
              c={isHarmful ? "var(--mantine-color-error)" : undefined}
              onClick={() => onAction(action, opener.current)}
            >
              {label}
            </Menu.Item>
          </Needs>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
