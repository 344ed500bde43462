import { ActionIcon, Menu, Modal, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import CircleUser from "lucide-react/icons/circle-user";
import Keyboard from "lucide-react/icons/keyboard";
import LogOut from "lucide-react/icons/log-out";
import type { WhoAmI } from "../api/client";
import { signOut } from "../api/signIn";
import { whoAmIQuery } from "../api/whoami";
import { Problem } from "../ui/Problem";

export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { data } = useQuery(whoAmIQuery);
  const leave = useMutation({ mutationFn: signOut });
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account">
            <CircleUser size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label="Account">
          {data && <Who who={data} />}
          <Menu.Item leftSection={<Keyboard size={16} aria-hidden />} onClick={onShortcuts}>
            Keyboard shortcuts
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => leave.mutate()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={leave.isError}
        onClose={leave.reset}
        title="You are still signed in"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {leave.error && <Problem error={leave.error} onRetry={() => leave.mutate()} />}
      </Modal>
    </>
  );
}

function Who({ who }: { who: WhoAmI }) {
  return (
    <Menu.Item component="div" aria-disabled closeMenuOnClick={false}>
      <Text size="sm" fw={600} truncate title={who.actor}>
        {who.actor}
      </Text>
      <Text size="xs" c="dimmed">
        {`${who.role} of ${who.projects ? who.projects.join(", ") || "no project" : "all projects"}`}
      </Text>
    </Menu.Item>
  );
}
