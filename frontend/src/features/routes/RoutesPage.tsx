import { Tabs } from "@mantine/core";
import { later } from "../../ui/later";
import { PageHeader } from "../../ui/PageHeader";
import { RoutesTab } from "./RoutesTab";
import type { RouteSearch } from "./routes.queries";

const BackendsTab = later(() => import("./BackendsTab").then((tab) => tab.BackendsTab));

interface Props {
  project: string;
  search: RouteSearch;
  onSearch: (search: RouteSearch) => void;
}

export function RoutesPage(props: Props) {
  const choose = (tab: string | null) => props.onSearch(tab === "backends" ? { tab } : {});
  return (
    <>
      <PageHeader title="Routes">
        Which requests the gateway answers, who may make them, and where they go. What matches no
        route is answered with 404.
      </PageHeader>
      <Tabs value={props.search.tab ?? "routes"} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="routes">Routes</Tabs.Tab>
          <Tabs.Tab value="backends">Backends</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="routes">
          <RoutesTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="backends">
          <BackendsTab {...props} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
