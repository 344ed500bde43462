import { getRouteApi } from "@tanstack/react-router";
import { SettingsPage } from "../../features/settings/SettingsPage";

const route = getRouteApi("/settings");

export function SettingsRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <SettingsPage
      search={search}
      onSearch={(next) => navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
