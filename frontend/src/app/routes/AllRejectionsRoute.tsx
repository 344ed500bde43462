import { getRouteApi } from "@tanstack/react-router";
import { RejectionsPage } from "../../features/rejections/RejectionsPage";

const route = getRouteApi("/rejections");

export function AllRejectionsRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RejectionsPage
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true })}
    />
  );
}
