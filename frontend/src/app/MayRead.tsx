import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Over, problemWith, whoAmIQuery } from "../api/whoami";
import { EmptyState } from "../ui/EmptyState";
import { PageHeader } from "../ui/PageHeader";
import { OF_A_PROJECT, OF_ALL } from "./places";

/** Instead of a page that one may not read: what it needs, what one has, and whom to ask. */
export function MayRead({ children }: { children: ReactNode }) {
  const { project } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { data: who } = useQuery(whoAmIQuery);
  const place = placeAt(path, project);
  const why = who && place && problemWith(who, place.permission, place.over);
  if (!why) {
    return children;
  }
  const projects = who.projects ? who.projects.join(", ") || "no project" : "all projects";
  return (
    <>
      <PageHeader title={place.label}>You may not read this page.</PageHeader>
      <EmptyState
        title="You may not read this"
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/projects" {...props} />}>
            Your projects
          </Button>
        }
      >
        {why}. You are {who.role} of {projects}. An owner of all projects can give you more: under
        Operators.
      </EmptyState>
    </>
  );
}

function placeAt(path: string, project: string | undefined) {
  const over: Over | undefined = project === undefined ? undefined : { project };
  const places = over ? OF_A_PROJECT.map((place) => ({ ...place, over })) : OF_ALL;
  return places.find(({ to }) => path === String(to).replace("$project", project ?? ""));
}
