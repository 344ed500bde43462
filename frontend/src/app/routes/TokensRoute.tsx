import { getRouteApi } from "@tanstack/react-router";
import { TokensPage } from "../../features/administration/TokensPage";

const route = getRouteApi("/tokens");

export function TokensRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <TokensPage
      search={search}
      onSearch={(next) => navigate({ search: next, replace: !next.create && !search.create })}
    />
  );
}
