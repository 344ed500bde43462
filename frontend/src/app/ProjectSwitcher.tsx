import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { projectsQuery } from "../features/projects/projects.queries";

const PAGES = [
  "/p/$project/overview",
  "/p/$project/clients",
  "/p/$project/access",
  "/p/$project/routes",
  "/p/$project/issuers",
  "/p/$project/rejections",
  "/p/$project/changes",
  "/p/$project/inspector",
] as const;

/** Leads to the same page of another project. */
export function ProjectSwitcher() {
  const { project } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const projects = useInfiniteQuery(projectsQuery);
  const options = (projects.data ?? []).map(({ id = "", displayName }) => ({
    value: id,
    label: displayName,
  }));
  const listed = options.some((option) => option.value === project);

  function go(next: string | null) {
    if (next) {
      const page = PAGES.find((one) => path.endsWith(one.replace("/p/$project", "")));
      navigate({ to: page ?? "/p/$project/overview", params: { project: next } });
    }
  }

  return (
    <Select
      aria-label="Project"
      placeholder="Project"
      searchable
      allowDeselect={false}
      nothingFoundMessage="No such project"
      flex={1}
      miw={0}
      maw={220}
      data={project && !listed ? [...options, { value: project, label: project }] : options}
      value={project ?? null}
      onChange={go}
    />
  );
}
