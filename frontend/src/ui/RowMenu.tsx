import { ActionIcon, Menu } from "@mantine/core";
import Ellipsis from "lucide-react/icons/ellipsis";
import { type ReactNode, useRef } from "react";

interface Props<A extends string> {
  /** Of what the actions are. */
  name: string;
  actions: { action: A; label: string; isHarmful?: boolean }[];
  /** @param opener what gets the focus back when a dialog closes */
  onAction: (action: A, opener: HTMLElement | null) => void;
}

export function RowMenu<A extends string>({ name, actions, onAction }: Props<A>): ReactNode {
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
          <Menu.Item
            key={action}
            c={isHarmful ? "var(--mantine-color-error)" : undefined}
            onClick={() => onAction(action, opener.current)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
