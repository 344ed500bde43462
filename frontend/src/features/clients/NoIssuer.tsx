import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../ui/EmptyState";

export function NoIssuer({ project }: { project: string }) {
  return (
    <EmptyState
      title="This project trusts no issuer yet"
      action={
        <Button
          renderRoot={(props) => (
            <Link
              to="/p/$project/issuers"
              params={{ project }}
              search={{ create: true }}
              {...props}
            />
          )}
        >
          Add issuer
        </Button>
      }
    >
      A client belongs to the issuer that signs its tokens, so add that first: Google, Firebase, or
      any OpenID provider.
    </EmptyState>
  );
}
