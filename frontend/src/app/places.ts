import type { LinkProps } from "@tanstack/react-router";
import BadgeCheck from "lucide-react/icons/badge-check";
import Bot from "lucide-react/icons/bot";
import ChartColumn from "lucide-react/icons/chart-column";
import FolderTree from "lucide-react/icons/folder-tree";
import History from "lucide-react/icons/history";
import KeyRound from "lucide-react/icons/key-round";
import ListChecks from "lucide-react/icons/list-checks";
import SearchCheck from "lucide-react/icons/search-check";
import Server from "lucide-react/icons/server";
import Settings from "lucide-react/icons/settings-2";
import ShieldX from "lucide-react/icons/shield-x";
import UserCog from "lucide-react/icons/user-cog";
import Users from "lucide-react/icons/users";
import Waypoints from "lucide-react/icons/waypoints";
import type { ComponentType } from "react";
import type { Over, Permission } from "../api/whoami";

export interface Place {
  label: string;
  to: LinkProps["to"];
  Icon: ComponentType<{ size: number }>;
  permission: Permission;
}

/** Pages of one project. */
export const OF_A_PROJECT: Place[] = [
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

/** Pages of no project. */
export const OF_ALL: (Place & { over: Over })[] = [
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
  { label: "API tokens", to: "/tokens", Icon: Bot, permission: "api-tokens.read", over: "own" },
  { label: "Set up", to: "/setup", Icon: ListChecks, permission: "projects.read", over: "own" },
  { label: "Settings", to: "/settings", Icon: Settings, permission: "projects.read", over: "own" },
];
