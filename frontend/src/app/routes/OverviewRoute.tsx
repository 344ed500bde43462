import { getRouteApi } from "@tanstack/react-router";
import { OverviewPage } from "../../features/overview/OverviewPage";
import { reasonTitle } from "../../features/rejections/reasons";

const route = getRouteApi("/p/$project/overview");

export function OverviewRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <OverviewPage
      key={project}
      project={project}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true })}
      titleOf={reasonTitle}
    />
  );
}
