import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../ui/EmptyState";
import { PageHeader } from "../ui/PageHeader";

export function NotFound() {
  return (
    <>
      <PageHeader title="No such page">The address leads nowhere in this console.</PageHeader>
      <EmptyState
        title="Go on from here"
        action={
          <Button renderRoot={(props) => <Link to="/projects" {...props} />}>All projects</Button>
        }
      >
        The page may have moved, or the link may be cut off.
      </EmptyState>
    </>
  );
}
