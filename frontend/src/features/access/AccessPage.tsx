import { Tabs } from "@mantine/core";
import { PageHeader } from "../../ui/PageHeader";
import type { AccessSearch } from "./access.queries";
import { GrantsTab } from "./GrantsTab";
import { SignOutsTab } from "./SignOutsTab";
import { TokensTab } from "./TokensTab";

interface Props {
  project: string;
  search: AccessSearch;
  onSearch: (search: AccessSearch) => void;
}

type Tab = NonNullable<AccessSearch["tab"]>;

export function AccessPage(props: Props) {
  const tab = props.search.tab ?? "grants";
  const choose = (next: string | null) =>
    props.onSearch(next === "grants" ? {} : { tab: next as Tab });
  return (
    <>
      <PageHeader title="Access">
        Who may call this project’s routes, who was signed out, and which single tokens are revoked.
      </PageHeader>
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="grants">Grants</Tabs.Tab>
          <Tabs.Tab value="sign-outs">Sign-outs</Tabs.Tab>
          <Tabs.Tab value="tokens">Revoked tokens</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="grants">
          <GrantsTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="sign-outs">
          <SignOutsTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensTab {...props} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
