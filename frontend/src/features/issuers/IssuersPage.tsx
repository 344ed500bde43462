import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { Issuer } from "../../api/client";
import { issuerKeysQuery } from "../../api/issuerKeys";
import { itemsQuery } from "../../api/items";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Needs } from "../../ui/Needs";
import { newKey } from "../../ui/newKey";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { AskedAct } from "./AskedAct";
import { IssuerRow } from "./IssuerRow";
import type { IssuerSearch } from "./issuers.queries";
import { useIssuerActions } from "./useIssuerActions";

const IssuerDrawer = later(() => import("./IssuerDrawer").then((form) => form.IssuerDrawer));

interface Props {
  project: string;
  search: IssuerSearch;
  onSearch: (search: IssuerSearch) => void;
}

const COLUMNS = ["Issuer", "Its tokens say", "Keys", "Status", "Last change"];

export function IssuersPage({ project, search, onSearch }: Props) {
  const issuers = useInfiniteQuery(itemsQuery("issuers", project, undefined));
  const keys = useQuery(issuerKeysQuery(project));
  const actions = useIssuerActions(project, onSearch);
  const add = (
    <Needs permission="issuers.write" over={{ project }}>
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onSearch({ ...search, create: true })}
      >
        Add issuer
      </Button>
    </Needs>
  );
  return (
    <>
      <PageHeader title="Issuers" actions={add}>
        Whose signatures this project trusts, and where their keys come from. A token of any other
        issuer is rejected.
      </PageHeader>
      {actions.error && <Problem error={actions.error} />}
      {actions.act && <ReceiptNotice act={actions.act} onClose={actions.dismiss} />}
      <QueryStates
        query={issuers}
        label="issuers"
        empty={
          <EmptyState title="No issuer yet" action={add}>
            Every token is rejected until an issuer is trusted: Google, Firebase, or any OpenID
            provider.
          </EmptyState>
        }
      >
        {(rows) => (
          <ListTable label="Issuers" columns={COLUMNS} minWidth={820}>
            {rows.map((issuer) => (
              <IssuerRow
                key={issuer.id}
                project={project}
                issuer={issuer}
                keys={keys.data?.find((one) => one.issuer === issuer.id)}
                onAction={actions.start}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={issuers} />
      {actions.asked && (
        <AskedAct
          project={project}
          kind={actions.asked.kind}
          issuer={latest(actions.asked.issuer, issuers.data)}
          onDone={actions.report}
          onClose={actions.close}
        />
      )}
      <IssuerDrawer
        project={project}
        search={search}
        onDone={actions.report}
        onClose={() => {
          onSearch({});
          actions.close();
        }}
      />
    </>
  );
}

/** The issuer as it is listed now. */
function latest(issuer: Issuer, listed: Issuer[] | undefined): Issuer {
  return listed?.find((other) => other.id === issuer.id) ?? issuer;
}
