import { getRouteApi } from "@tanstack/react-router";
import { AccessPage } from "../../features/access/AccessPage";
import type { AccessSearch } from "../../features/access/access.queries";

const route = getRouteApi("/p/$project/access");

export function AccessRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();

  /** Back closes a form and goes to the tab before; it does not step through filters. */
  function onSearch(next: AccessSearch) {
    const opens = [next.create, next.many, next.edit].some(Boolean) && !search.edit;
    navigate({ search: next, replace: !opens && next.tab === search.tab });
  }

  return <AccessPage key={project} project={project} search={search} onSearch={onSearch} />;
}
