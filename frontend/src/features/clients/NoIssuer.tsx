import { Code, Stack, Text } from "@mantine/core";
import { ApiCall } from "../../ui/ApiCall";
import { EmptyState } from "../../ui/EmptyState";

export function NoIssuer({ project }: { project: string }) {
  return (
    <EmptyState title="This project trusts no issuer yet">
      <Stack gap="sm">
        <Text size="sm">
          A client belongs to the issuer that signs its tokens, so add that first. For Google
          accounts:
        </Text>
        <ApiCall
          opened
          call={{
            method: "PUT",
            path: `/projects/${project}/issuers/google`,
            body: { kind: "google" },
          }}
        />
        <Text size="sm">
          Other issuers are of kind <Code>oidc</Code>.
        </Text>
      </Stack>
    </EmptyState>
  );
}
