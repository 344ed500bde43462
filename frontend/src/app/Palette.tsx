import { ActionIcon, Tooltip } from "@mantine/core";
import { Spotlight, type SpotlightActionData, spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import FolderTree from "lucide-react/icons/folder-tree";
import Search from "lucide-react/icons/search";
import { useState } from "react";
import { projectChoiceQuery } from "../api/projects";
import { problemWith, whoAmIQuery } from "../api/whoami";
import { handedOver } from "../ui/handedOver";
import { useKeys } from "../ui/useKeys";
import { isUnmistakable, kindsOf, type Pasted } from "./pasted";
import { OF_A_PROJECT, OF_ALL } from "./places";

const SHOWN_PROJECTS = 5;

/** As legible as the labels, also on the row that is chosen. */
const DESCRIPTIONS = { actionDescription: { opacity: 1, color: "inherit" } };

/** Opens what is typed or pasted: a page, a project, a request, a client, a person, a token. */
export function Palette() {
  const [query, setQuery] = useState("");
  useKeys({ "/": spotlight.open, "shift+/": spotlight.open });
  const places = usePlaces(query);
  const found = useFound(query);
  return (
    <>
      <Tooltip label="Search or paste (/ or Ctrl K)">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Search or paste"
          onClick={spotlight.open}
        >
          <Search size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Spotlight
        query={query}
        onQueryChange={setQuery}
        filter={(_, actions) => actions}
        actions={isUnmistakable(query) ? [...found, ...places] : [...places, ...found]}
        nothingFound="Nothing of that name"
        scrollable
        styles={DESCRIPTIONS}
        maxHeight={420}
        searchProps={{
          placeholder: "Page, project, request ID, client ID, e-mail, token…",
          "aria-label": "Search or paste",
          leftSection: <Search size={18} aria-hidden />,
        }}
      />
    </>
  );
}

function contains(text: string, query: string): boolean {
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

/** Pages that one may read, and projects. */
function usePlaces(query: string): SpotlightActionData[] {
  const { project } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data: who } = useQuery(whoAmIQuery);
  const projects = useQuery(projectChoiceQuery);
  const ofProject = project
    ? OF_A_PROJECT.map((place) => ({ ...place, over: { project }, group: project }))
    : [];
  const all = [...ofProject, ...OF_ALL.map((place) => ({ ...place, group: undefined }))];
  return [
    ...all
      .filter(({ permission, over }) => who && !problemWith(who, permission, over))
      .filter(({ label }) => contains(label, query))
      .map(({ label, to, Icon, group }) => ({
        id: String(to),
        label,
        ...(group && { description: group }),
        leftSection: <Icon size={18} />,
        onClick: () => navigate({ to, ...(project && { params: { project } }) } as never),
      })),
    ...(projects.data ?? [])
      .filter(({ id = "", displayName }) => contains(`${displayName} ${id}`, query))
      .slice(0, SHOWN_PROJECTS)
      .map(({ id = "", displayName }) => ({
        id: `project ${id}`,
        label: displayName,
        description: `Project ${id}`,
        leftSection: <FolderTree size={18} />,
        onClick: () => navigate({ to: "/p/$project/overview", params: { project: id } }),
      })),
  ];
}

/** What was pasted, in the project that is looked at, or else in the first ones. */
function useFound(query: string): SpotlightActionData[] {
  const { project } = useParams({ strict: false });
  const projects = useQuery(projectChoiceQuery);
  const navigate = useNavigate();
  const text = query.trim();
  const within = project
    ? [project]
    : (projects.data ?? []).slice(0, SHOWN_PROJECTS).map(({ id = "" }) => id);

  function inEach(kind: Pasted, label: string, go: (id: string) => void): SpotlightActionData[] {
    return within.map((id) => ({
      id: `${kind} ${id}`,
      label,
      description: `in ${id}`,
      leftSection: <Search size={18} />,
      onClick: () => go(id),
    }));
  }

  function actionsFor(kind: Pasted): SpotlightActionData[] {
    switch (kind) {
      case "token":
        return inEach(kind, "Inspect this token", (id) => {
          handedOver.give(text);
          setTimeout(() => navigate({ to: "/p/$project/inspector", params: { project: id } }));
        });
      case "email":
        return inEach(kind, `Access of ${text}`, (id) =>
          navigate({ to: "/p/$project/access", params: { project: id }, search: { q: text } }),
        );
      case "client":
        return inEach(kind, `Clients with “${text}”`, (id) =>
          navigate({ to: "/p/$project/clients", params: { project: id }, search: { q: text } }),
        );
      case "text":
        return inEach(kind, `Changes with “${text}”`, (id) =>
          navigate({ to: "/p/$project/changes", params: { project: id }, search: { q: text } }),
        );
      case "request":
        return [
          {
            id: "request",
            label: `Rejected request ${text}`,
            leftSection: <Search size={18} />,
            onClick: () => navigate({ to: "/r/$requestId", params: { requestId: text } }),
          },
        ];
    }
  }

  return kindsOf(text).flatMap(actionsFor);
}
