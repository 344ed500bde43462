import { getRouteApi } from "@tanstack/react-router";
import { ProjectsPage } from "../../features/projects/ProjectsPage";

const route = getRouteApi("/projects");

export function ProjectsRoute() {
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ProjectsPage
      isCreating={create === true}
      onCreating={(isCreating) => navigate({ search: isCreating ? { create: true } : {} })}
    />
  );
}
