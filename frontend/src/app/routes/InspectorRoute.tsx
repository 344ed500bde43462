import { getRouteApi } from "@tanstack/react-router";
import { InspectorPage } from "../../features/inspector/InspectorPage";

const route = getRouteApi("/p/$project/inspector");

export function InspectorRoute() {
  const { project } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <InspectorPage
      key={project}
      project={project}
      search={search}
      onSearch={(next) => navigate({ search: next })}
    />
  );
}
