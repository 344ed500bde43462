import { Alert, Button, Code, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { Operator } from "../../api/client";
import { signInQuery } from "../../api/signIn";
import { DoneNotice } from "../../ui/DoneNotice";
import { EmptyState } from "../../ui/EmptyState";
import { ItemDrawer } from "../../ui/ItemDrawer";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Moment } from "../../ui/Moment";
import { Needs } from "../../ui/Needs";
import { newKey } from "../../ui/newKey";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";
import { QueryStates } from "../../ui/QueryStates";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import { type OperatorSearch, operatorQuery, operatorsQuery } from "./administration.queries";
import { EndSessions } from "./EndSessions";
import { nameOf } from "./operatorFields";
import { RemoveOperator } from "./RemoveOperator";
import { reachInWords } from "./rights";

const OperatorForm = later(() => import("./OperatorForm").then((form) => form.OperatorForm));

interface Props {
  search: OperatorSearch;
  onSearch: (search: OperatorSearch) => void;
}

const NEEDS = { permission: "operators.write", over: "all" } as const;
const COLUMNS = ["Who", "ID", "Role", "Projects", "Last change"];

export function OperatorsPage({ search, onSearch }: Props) {
  const operators = useInfiniteQuery(operatorsQuery);
  const [removing, setRemoving] = useState<Operator>();
  const [ending, setEnding] = useState<Operator>();
  const [done, setDone] = useState<string>();
  const add = (
    <Needs {...NEEDS}>
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onSearch({ create: true })}
      >
        Add operator
      </Button>
    </Needs>
  );

  function close(text?: string) {
    setDone(text);
    onSearch({});
  }

  return (
    <>
      <PageHeader title="Operators" actions={operators.data?.length ? add : undefined}>
        People who administer Portcullis, each with a role. Who may call services is said by the
        grants of each project.
      </PageHeader>
      {done && (
        <DoneNotice title={done} onClose={() => setDone(undefined)}>
          It counts from their next call on.
        </DoneNotice>
      )}
      <NoProvider />
      <QueryStates
        query={operators}
        label="operators"
        empty={
          <EmptyState title="No operator yet" action={add}>
            Whoever administers does so with the set-up token or an API token. Make the first owner
            an operator, then keep the set-up token away.
          </EmptyState>
        }
      >
        {(rows) => (
          <ListTable label="Operators" columns={COLUMNS} minWidth={720}>
            {rows.map((operator) => (
              <OperatorRow
                key={operator.id}
                operator={operator}
                onEdit={() => onSearch({ edit: operator.id })}
                onEndSessions={() => setEnding(operator)}
                onRemove={() => setRemoving(operator)}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={operators} />
      {removing && (
        <RemoveOperator
          operator={removing}
          onClose={() => setRemoving(undefined)}
          onDone={(text) => {
            setDone(text);
            setRemoving(undefined);
          }}
        />
      )}
      {ending && (
        <EndSessions
          operator={ending}
          onClose={() => setEnding(undefined)}
          onDone={(text) => {
            setDone(text);
            setEnding(undefined);
          }}
        />
      )}
      <ItemDrawer
        opened={Boolean(search.create || search.edit)}
        onClose={() => close()}
        title={search.edit ? "Edit operator" : "Add operator"}
      >
        {search.create && <OperatorForm onDone={close} />}
        {search.edit && <EditOperator key={search.edit} id={search.edit} onDone={close} />}
      </ItemDrawer>
    </>
  );
}

function EditOperator({ id, onDone }: { id: string; onDone: (text: string) => void }) {
  const stored = useQuery(operatorQuery(id));
  if (stored.error && !stored.data) {
    return <Problem error={stored.error} onRetry={stored.refetch} />;
  }
  return stored.data && stored.isFetchedAfterMount ? (
    <OperatorForm stored={stored.data} onDone={onDone} />
  ) : null;
}

interface RowProps {
  operator: Operator;
  onEdit: () => void;
  onEndSessions: () => void;
  onRemove: () => void;
}

function OperatorRow({ operator, onEdit, onEndSessions, onRemove }: RowProps) {
  const acts = { edit: onEdit, end: onEndSessions, remove: onRemove };
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <RowName onOpen={onEdit}>{nameOf(operator)}</RowName>
        {operator.issuer && (
          <Text size="xs" c="dimmed" truncate title={operator.issuer}>
            {operator.issuer}
          </Text>
        )}
      </Table.Td>
      <Table.Td ff="monospace">{operator.id}</Table.Td>
      <Table.Td>{operator.role}</Table.Td>
      <Table.Td>{reachInWords(operator.projects)}</Table.Td>
      <Table.Td>{operator.updatedAt && <Moment at={operator.updatedAt} />}</Table.Td>
      <Table.Td>
        <RowMenu
          name={nameOf(operator)}
          needs={NEEDS}
          actions={[
            { action: "edit", label: "Edit…" },
            { action: "end", label: "End sessions…" },
            { action: "remove", label: "Remove…", isHarmful: true },
          ]}
          onAction={(action) => acts[action]()}
        />
      </Table.Td>
    </Table.Tr>
  );
}

/** Without a provider nobody can sign in as an operator. */
function NoProvider() {
  const { data: ways } = useQuery(signInQuery);
  return ways && !ways.provider ? (
    <Alert color="gray" title="Operators cannot sign in yet" mb="md">
      No OpenID provider is set. Give all admin processes <Code>PORTCULLIS_OIDC_ISSUER</Code>,{" "}
      <Code>PORTCULLIS_OIDC_CLIENT_ID</Code>, <Code>PORTCULLIS_OIDC_CLIENT_SECRET</Code> and{" "}
      <Code>PORTCULLIS_ADMIN_URL</Code>, and register{" "}
      <Code>{`${location.origin}/auth/callback`}</Code> there.
    </Alert>
  ) : null;
}
