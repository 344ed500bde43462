import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { theme, variables } from "../ui/theme";
import type { ConsoleRouter } from "./router";
import { SignInGate } from "./SignInGate";

interface Props {
  nonce: string;
  queryClient: QueryClient;
  router: ConsoleRouter;
}

export function App({ nonce, queryClient, router }: Props) {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <SignInGate>
            <RouterProvider router={router} />
          </SignInGate>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
