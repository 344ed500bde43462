import { NavLink, Stack, Text } from "@mantine/core";
import { Link, type LinkProps, useParams, useRouterState } from "@tanstack/react-router";
import BadgeCheck from "lucide-react/icons/badge-check";
import Bot from "lucide-react/icons/bot";
import ChartColumn from "lucide-react/icons/chart-column";
import FolderTree from "lucide-react/icons/folder-tree";
import History from "lucide-react/icons/history";
import KeyRound from "lucide-react/icons/key-round";
import ListChecks from "lucide-react/icons/list-checks";
import SearchCheck from "lucide-react/icons/search-check";
import Server from "lucide-react/icons/server";
import ShieldX from "lucide-react/icons/shield-x";
import UserCog from "lucide-react/icons/user-cog";
import Users from "lucide-react/icons/users";
import Waypoints from "lucide-react/icons/waypoints";
import type { ComponentType } from "react";
import type { Over, Permission } from "../api/whoami";
import { useMay } from "../ui/Needs";

interface Entry {
  label: string;
  to: LinkProps["to"];
  Icon: ComponentType<{ size: number }>;
  permission: Permission;
}

const OF_A_PROJECT: Entry[] = [
  { label: "Overview", to: "/p/$project/overview", Icon: ChartColumn, permission: "traffic.read" },
  { label: "Clients", to: "/p/$project/clients", Icon: KeyRound, permission: "clients.read" },
  { label: "Access", to: "/p/$project/access", Icon: Users, permission: "grants.read" },
  { label: "Routes", to: "/p/$project/routes", Icon: Waypoints, permission: "routes.read" },
  { label: "Issuers", to: "/p/$project/issuers", Icon: BadgeCheck, permission: "issuers.read" },
  {
    label: "Rejections",
    to: "/p/$project/rejections",
    Icon: ShieldX,
    permission: "rejections.read",
  },
  {
    label: "Inspector",
    to: "/p/$project/inspector",
    Icon: SearchCheck,
    permission: "rejections.read",
  },
  { label: "Changes", to: "/p/$project/changes", Icon: History, permission: "changes.read" },
];

const OF_ALL: (Entry & { over: Over })[] = [
  {
    label: "Projects",
    to: "/projects",
    Icon: FolderTree,
    permission: "projects.read",
    over: "own",
  },
  {
    label: "All rejections",
    to: "/rejections",
    Icon: ShieldX,
    permission: "rejections.read",
    over: "all",
  },
  { label: "All changes", to: "/changes", Icon: History, permission: "changes.read", over: "own" },
  { label: "Gateways", to: "/gateways", Icon: Server, permission: "gateways.read", over: "own" },
  {
    label: "Operators",
    to: "/operators",
    Icon: UserCog,
    permission: "operators.read",
    over: "all",
  },
  { label: "Set up", to: "/setup", Icon: ListChecks, permission: "projects.read", over: "own" },
  { label: "API tokens", to: "/tokens", Icon: Bot, permission: "api-tokens.read", over: "own" },
];

/** Where one can go; what one may not read is not among it. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { project } = useParams({ strict: false });
  return (
    <Stack gap={4}>
      {project && (
        <>
          <Heading>{project}</Heading>
          {OF_A_PROJECT.map((entry) => (
            <Item
              key={entry.label}
              entry={entry}
              over={{ project }}
              params={{ project }}
              onNavigate={onNavigate}
            />
          ))}
        </>
      )}
      <Heading>All projects</Heading>
      {OF_ALL.map((entry) => (
        <Item key={entry.label} entry={entry} over={entry.over} onNavigate={onNavigate} />
      ))}
    </Stack>
  );
}

interface ItemProps {
  entry: Entry;
  over: Over;
  params?: { project: string };
  onNavigate: () => void;
}

function Item({ entry: { label, to, Icon, permission }, over, params, onNavigate }: ItemProps) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!useMay(permission, over)) {
    return null;
  }
  return (
    <NavLink
      label={label}
      leftSection={<Icon size={16} aria-hidden />}
      active={path === String(to).replace("$project", params?.project ?? "")}
      onClick={onNavigate}
      renderRoot={(props) => <Link to={to} {...(params && { params })} {...props} />}
    />
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" fw={600} px="sm" pt="sm" truncate>
      {children}
    </Text>
  );
}
