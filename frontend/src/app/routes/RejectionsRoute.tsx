import { getRouteApi } from "@tanstack/react-router";
import { RejectionsPage } from "../../features/rejections/RejectionsPage";
import { opensDrawer } from "../../features/rejections/search";

const route = getRouteApi("/p/$project/rejections");

export function RejectionsRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RejectionsPage
      key={project}
      project={project}
      search={search}
      onSearch={(next) => navigate({ search: next, replace: !opensDrawer(search, next) })}
    />
  );
}
