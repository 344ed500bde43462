import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { WhoAmI } from "../api/client";
import { type Owner, ownersQuery } from "../api/owners";
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
  return <NotAllowed title={place.label} why={why} who={who} project={project} />;
}

interface NotAllowedProps {
  title: string;
  why: string;
  who: WhoAmI;
  project: string | undefined;
}

function NotAllowed({ title, why, who, project }: NotAllowedProps) {
  const { data: owners = [] } = useQuery(ownersQuery);
  const projects = who.projects ? who.projects.join(", ") || "no project" : "all projects";
  return (
    <>
      <PageHeader title={title}>You may not read this page.</PageHeader>
      <EmptyState
        title="You may not read this"
        action={
          <Button variant="default" renderRoot={(props) => <Link to="/projects" {...props} />}>
            Your projects
          </Button>
        }
      >
        {why}. You are {who.role} of {projects}. {whomToAsk(owners, project)}
      </EmptyState>
    </>
  );
}

/** Owners of the project first: they are the nearest. */
export function whomToAsk(owners: Owner[], project: string | undefined): string {
  const names = owners
    .filter(({ projects }) => !projects || (project !== undefined && projects.includes(project)))
    .sort((one, other) => Number(!one.projects) - Number(!other.projects))
    .map(({ name }) => name);
  return names.length > 0
    ? `To get more, ask an owner: ${names.join(", ")}.`
    : "To get more, ask an owner of this installation.";
}

function placeAt(path: string, project: string | undefined) {
  const over: Over | undefined = project === undefined ? undefined : { project };
  const places = over ? OF_A_PROJECT.map((place) => ({ ...place, over })) : OF_ALL;
  return places.find(({ to }) => path === String(to).replace("$project", project ?? ""));
}
