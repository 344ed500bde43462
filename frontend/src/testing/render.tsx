import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import type { WhoAmI } from "../api/client";
import { PERMISSIONS, whoAmIQuery } from "../api/whoami";
import { theme, variables } from "../ui/theme";

export const OWNER: WhoAmI = {
  actor: "operator olga@example.com",
  role: "owner",
  permissions: [...PERMISSIONS],
};

export const VIEWER: WhoAmI = {
  actor: "operator vera@example.com",
  role: "viewer",
  permissions: PERMISSIONS.filter(
    (permission) => permission.endsWith(".read") && permission !== "settings.read",
  ),
};

/** Renders as the console does, without transitions and retries. */
export function show(content: ReactNode, who: WhoAmI = OWNER) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.setQueryData(whoAmIQuery.queryKey, who);
  return render(
    <MantineProvider theme={theme} cssVariablesResolver={variables} env="test">
      <QueryClientProvider client={queryClient}>{content}</QueryClientProvider>
    </MantineProvider>,
  );
}
