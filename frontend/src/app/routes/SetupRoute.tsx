import { getRouteApi } from "@tanstack/react-router";
import { SetupPage } from "../../features/setup/SetupPage";

const route = getRouteApi("/setup");

export function SetupRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return <SetupPage search={search} onSearch={(next) => navigate({ search: next })} />;
}
