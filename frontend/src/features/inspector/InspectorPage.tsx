import { Tabs } from "@mantine/core";
import { PageHeader } from "../../ui/PageHeader";
import { Simulator } from "./Simulator";
import type { InspectorSearch } from "./search";
import { TokenInspector } from "./TokenInspector";

interface Props {
  project: string;
  search: InspectorSearch;
  onSearch: (search: InspectorSearch) => void;
}

export function InspectorPage({ project, search, onSearch }: Props) {
  return (
    <>
      <PageHeader title="Inspector">
        What a token says, what the gateways would decide about it, and who may call what.
      </PageHeader>
      <Tabs
        value={search.tab ?? "token"}
        onChange={(tab) => onSearch(tab === "simulator" ? { tab } : {})}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="token">Token</Tabs.Tab>
          <Tabs.Tab value="simulator">Without a token</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="token">
          <TokenInspector project={project} />
        </Tabs.Panel>
        <Tabs.Panel value="simulator">
          <Simulator project={project} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
