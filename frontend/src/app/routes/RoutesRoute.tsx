import { getRouteApi } from "@tanstack/react-router";
import { RoutesPage } from "../../features/routes/RoutesPage";
import type { RouteSearch } from "../../features/routes/routes.queries";

const route = getRouteApi("/p/$project/routes");

export function RoutesRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();

  /** Back closes a form and goes to the tab before; it does not step through filters. */
  function onSearch(next: RouteSearch) {
    const opens = Boolean((next.create && !search.create) || (next.edit && !search.edit));
    navigate({ search: next, replace: !opens && next.tab === search.tab });
  }

  return <RoutesPage key={project} project={project} search={search} onSearch={onSearch} />;
}
