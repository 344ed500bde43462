import { Menu, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Lock from "lucide-react/icons/lock";
import { cloneElement, type MouseEvent, type ReactElement, type ReactNode } from "react";
import { type Over, type Permission, problemWith, whoAmIQuery } from "../api/whoami";
import classes from "./Needs.module.css";

/** Why the one who is signed in may not; undefined when they may, or when nobody knows yet. */
export function useProblemWith(permission: Permission, over: Over): string | undefined {
  const { data } = useQuery(whoAmIQuery);
  return data && problemWith(data, permission, over);
}

export function useMay(permission: Permission, over: Over): boolean {
  return useProblemWith(permission, over) === undefined;
}

export interface Need {
  permission: Permission;
  over: Over;
}

interface Lockable {
  "aria-disabled"?: boolean;
  className?: string;
  leftSection?: ReactNode;
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  closeMenuOnClick?: boolean;
}

interface Props extends Need {
  /** A Button or a Menu.Item. */
  children: ReactElement<Lockable>;
}

/**
 * Locks its child for those who lack the permission: still seen and reached by the keyboard, so that
 * people learn what there is and whom to ask for it.
 */
export function Needs({ permission, over, children }: Props) {
  const why = useProblemWith(permission, over);
  return why === undefined ? children : <Locked why={why}>{children}</Locked>;
}

function Locked({ why, children }: { why: string; children: ReactElement<Lockable> }) {
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      {cloneElement(children, {
        "aria-disabled": true,
        className: classes.locked ?? "",
        leftSection: <Lock size={14} aria-hidden />,
        onClick: (event: MouseEvent<HTMLElement>) => event.preventDefault(),
        ...(children.type === Menu.Item && { closeMenuOnClick: false }),
      })}
    </Tooltip>
  );
}
