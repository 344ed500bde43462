import { getRouteApi } from "@tanstack/react-router";
import { RejectionsPage } from "../../features/rejections/RejectionsPage";
import { opensDrawer } from "../../features/rejections/search";

const route = getRouteApi("/rejections");

export function AllRejectionsRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RejectionsPage
      search={search}
      onSearch={(next) => navigate({ search: next, replace: !opensDrawer(search, next) })}
    />
  );
}
