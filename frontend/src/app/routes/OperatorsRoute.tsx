import { getRouteApi } from "@tanstack/react-router";
import { OperatorsPage } from "../../features/administration/OperatorsPage";

const route = getRouteApi("/operators");

export function OperatorsRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return <OperatorsPage search={search} onSearch={(next) => navigate({ search: next })} />;
}
