import { ActionIcon, Menu } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import CircleUser from "lucide-react/icons/circle-user";
import { api } from "../api/client";
import { unwrap } from "../api/problem";
import { session } from "../api/session";

const whoAmIQuery = queryOptions({
  queryKey: ["whoami"],
  queryFn: ({ signal }) => unwrap(api.GET("/whoami", { signal })),
});

export function AccountMenu() {
  const { data } = useQuery(whoAmIQuery);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account">
          <CircleUser size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Account">
        {data && <Menu.Item disabled>{`${data.actor} (${data.role})`}</Menu.Item>}
        <Menu.Item onClick={session.signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
