import { NavLink, Stack, Text } from "@mantine/core";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import type { Over } from "../api/whoami";
import { useMay } from "../ui/Needs";
import { OF_A_PROJECT, OF_ALL, type Place } from "./places";

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
  entry: Place;
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
