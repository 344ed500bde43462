import { Badge, Group, Table, Text } from "@mantine/core";
import Lock from "lucide-react/icons/lock";
import LockOpen from "lucide-react/icons/lock-open";
import type { Route } from "../../api/client";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import { ACCESS_NAMES, requestsOf } from "./words";

interface Props {
  project: string;
  route: Route;
  onEdit: (opener: HTMLElement | null) => void;
  onRemove: (opener: HTMLElement | null) => void;
}

export function RouteRow({ project, route, onEdit, onRemove }: Props) {
  const { methods = [], requiredScopes = [] } = route;
  return (
    <Table.Tr>
      <Table.Td>
        <RowName onOpen={onEdit}>{route.id}</RowName>
      </Table.Td>
      <Table.Td>
        <Text size="sm" ff="monospace">
          {requestsOf(route)}
        </Text>
        <Text size="xs" c="dimmed">
          {methods.length > 0 ? methods.join(", ") : "any method"}
        </Text>
      </Table.Td>
      <Table.Td>
        <Access authentication={route.authentication ?? "required"} />
        {requiredScopes.length > 0 && (
          <Text size="xs" c="dimmed">
            scopes {requiredScopes.join(", ")}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={4}>{route.backend ?? "another address"}</Group>
      </Table.Td>
      <Table.Td>
        <RowMenu
          name={route.id ?? ""}
          needs={{ permission: "routes.write", over: { project } }}
          actions={[
            { action: "edit", label: "Edit…" },
            { action: "remove", label: "Remove…", isHarmful: true },
          ]}
          onAction={(action, opener) => (action === "edit" ? onEdit(opener) : onRemove(opener))}
        />
      </Table.Td>
    </Table.Tr>
  );
}

/** What is open to everybody is seen at a glance, and not by colour alone. */
function Access({ authentication }: { authentication: NonNullable<Route["authentication"]> }) {
  const isOpen = authentication !== "required";
  const Icon = isOpen ? LockOpen : Lock;
  return (
    <Badge
      variant="light"
      tt="none"
      color={isOpen ? "yellow" : "teal"}
      leftSection={<Icon size={12} aria-hidden />}
    >
      {ACCESS_NAMES[authentication]}
    </Badge>
  );
}
