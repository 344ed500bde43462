import { getRouteApi } from "@tanstack/react-router";
import { ChangesPage } from "../../features/changes/ChangesPage";
import type { ChangeSearch } from "../../features/changes/changes.queries";

const ofProject = getRouteApi("/p/$project/changes");
const ofAll = getRouteApi("/changes");

/** Back closes the drawer; it does not step through filters. */
function opens(now: ChangeSearch, next: ChangeSearch): boolean {
  return next.change !== undefined && now.change === undefined;
}

export function ChangesRoute() {
  const { project } = ofProject.useParams();
  const search = ofProject.useSearch();
  const navigate = ofProject.useNavigate();
  return (
    <ChangesPage
      key={project}
      project={project}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: !opens(search, next) })}
    />
  );
}

export function AllChangesRoute() {
  const search = ofAll.useSearch();
  const navigate = ofAll.useNavigate();
  return (
    <ChangesPage
      search={search}
      onSearch={(next) => navigate({ search: next, replace: !opens(search, next) })}
    />
  );
}
