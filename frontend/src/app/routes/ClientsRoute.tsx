import { getRouteApi } from "@tanstack/react-router";
import { ClientsPage } from "../../features/clients/ClientsPage";
import type { ClientSearch } from "../../features/clients/clients.queries";

const route = getRouteApi("/p/$project/clients");

export function ClientsRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();

  /** Back closes a form; it does not step through filters. */
  function onSearch(next: ClientSearch) {
    const opensForm = Boolean(
      (next.create && !search.create) || (next.many && !search.many) || (next.edit && !search.edit),
    );
    navigate({ search: next, replace: !opensForm });
  }

  return <ClientsPage key={project} project={project} search={search} onSearch={onSearch} />;
}
