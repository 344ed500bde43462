import { getRouteApi } from "@tanstack/react-router";
import { IssuersPage } from "../../features/issuers/IssuersPage";

const route = getRouteApi("/p/$project/issuers");

/** Back closes what was opened. */
export function IssuersRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <IssuersPage
      key={project}
      project={project}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: Object.keys(next).length === 0 })}
    />
  );
}
