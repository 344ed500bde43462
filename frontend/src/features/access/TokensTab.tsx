import { Button, Group, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TokenRevocation } from "../../api/client";
import { CopyValue } from "../../ui/CopyValue";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { Moment } from "../../ui/Moment";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { TextFilter } from "../../ui/TextFilter";
import { useActs } from "../../ui/useActs";
import { type AccessSearch, revocationsQuery } from "./access.queries";
import { RevokeToken } from "./RevokeToken";

interface Props {
  project: string;
  search: AccessSearch;
  onSearch: (search: AccessSearch) => void;
}

const COLUMNS = ["Token", "Revoked", "Kept until", "Note"];

export function TokensTab({ project, search, onSearch }: Props) {
  const revocations = useInfiniteQuery(revocationsQuery(project, search));
  const acts = useActs<true>();
  return (
    <>
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <Group justify="space-between" align="flex-end" mb="md">
        <Group role="search" aria-label="Filter revoked tokens">
          <TextFilter
            label="Hash, jti or note"
            value={search.q}
            onChange={(q) => onSearch({ ...search, q })}
          />
        </Group>
        <Needs permission="revocations.write" over={{ project }}>
          <Button color="red.9" onClick={(event) => acts.ask(true, event.currentTarget)}>
            Revoke a token…
          </Button>
        </Needs>
      </Group>
      <QueryStates
        query={revocations}
        label="revoked tokens"
        empty={
          <NoItems
            noun="revoked token"
            filters={search.q ? [`hash, jti or note contains “${search.q}”`] : []}
            onClear={() => onSearch({ tab: "tokens" })}
          >
            Revoke a single token when it has leaked; the user stays signed in with others.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Revoked tokens" columns={COLUMNS} minWidth={640} hasActions={false}>
            {rows.map((revocation) => (
              <Row key={revocation.id} revocation={revocation} />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={revocations} />
      {acts.asked && <RevokeToken project={project} onDone={acts.report} onClose={acts.close} />}
    </>
  );
}

function Row({ revocation }: { revocation: TokenRevocation }) {
  return (
    <Table.Tr>
      <Table.Td>
        <CopyValue value={revocation.id} label="ID" />
      </Table.Td>
      <Table.Td>
        <Moment at={revocation.createdAt} />
      </Table.Td>
      <Table.Td>
        {revocation.expiresAt ? <Moment at={revocation.expiresAt} /> : "for good"}
      </Table.Td>
      <Table.Td>{revocation.note}</Table.Td>
    </Table.Tr>
  );
}
