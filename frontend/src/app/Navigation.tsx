import { NavLink, Stack, Text } from "@mantine/core";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import FolderTree from "lucide-react/icons/folder-tree";
import KeyRound from "lucide-react/icons/key-round";
import Server from "lucide-react/icons/server";
import ShieldX from "lucide-react/icons/shield-x";
import Users from "lucide-react/icons/users";

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { project } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isAt = (place: string) => path.endsWith(place);
  return (
    <Stack gap={4}>
      {project && (
        <>
          <Heading>{project}</Heading>
          <NavLink
            label="Clients"
            leftSection={<KeyRound size={16} aria-hidden />}
            active={isAt(`/p/${project}/clients`)}
            onClick={onNavigate}
            renderRoot={(props) => (
              <Link to="/p/$project/clients" params={{ project }} {...props} />
            )}
          />
          <NavLink
            label="Access"
            leftSection={<Users size={16} aria-hidden />}
            active={isAt(`/p/${project}/access`)}
            onClick={onNavigate}
            renderRoot={(props) => <Link to="/p/$project/access" params={{ project }} {...props} />}
          />
          <NavLink
            label="Rejections"
            leftSection={<ShieldX size={16} aria-hidden />}
            active={isAt(`/p/${project}/rejections`)}
            onClick={onNavigate}
            renderRoot={(props) => (
              <Link to="/p/$project/rejections" params={{ project }} {...props} />
            )}
          />
        </>
      )}
      <Heading>All projects</Heading>
      <NavLink
        label="Projects"
        leftSection={<FolderTree size={16} aria-hidden />}
        active={isAt("/projects")}
        onClick={onNavigate}
        renderRoot={(props) => <Link to="/projects" {...props} />}
      />
      <NavLink
        label="All rejections"
        leftSection={<ShieldX size={16} aria-hidden />}
        active={isAt("/rejections") && !project}
        onClick={onNavigate}
        renderRoot={(props) => <Link to="/rejections" {...props} />}
      />
      <NavLink
        label="Gateways"
        leftSection={<Server size={16} aria-hidden />}
        active={isAt("/gateways")}
        onClick={onNavigate}
        renderRoot={(props) => <Link to="/gateways" {...props} />}
      />
    </Stack>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" fw={600} px="sm" pt="sm" truncate>
      {children}
    </Text>
  );
}
