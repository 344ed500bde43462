import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { ApiToken, NewApiToken } from "../../api/client";
import { ApiCall } from "../../ui/ApiCall";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { DoneNotice } from "../../ui/DoneNotice";
import { ItemDrawer } from "../../ui/ItemDrawer";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { newKey } from "../../ui/newKey";
import { PageHeader } from "../../ui/PageHeader";
import { QueryStates } from "../../ui/QueryStates";
import { apiTokensQuery, type TokenSearch, useRevokeToken } from "./administration.queries";
import { SecretDialog } from "./SecretDialog";
import { TokenRow } from "./TokenRow";

const TokenForm = later(() => import("./TokenForm").then((form) => form.TokenForm));

interface Props {
  search: TokenSearch;
  onSearch: (search: TokenSearch) => void;
}

const COLUMNS = ["Token", "State", "May", "Last used", "Expires", "Made by"];
const STATE_OPTIONS = [
  { value: "active" as const, label: "Active" },
  { value: "expired" as const, label: "Expired" },
  { value: "revoked" as const, label: "Revoked" },
];

export function TokensPage({ search, onSearch }: Props) {
  const tokens = useInfiniteQuery(apiTokensQuery);
  const [secret, setSecret] = useState<NewApiToken>();
  const [revoking, setRevoking] = useState<ApiToken>();
  const [done, setDone] = useState<string>();
  const shown = tokens.data?.filter(({ state }) => !search.state || state === search.state);
  const create = (
    <Needs permission="api-tokens.write" over="own">
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onSearch({ ...search, create: true })}
      >
        Create API token
      </Button>
    </Needs>
  );
  return (
    <>
      <PageHeader title="API tokens" actions={create}>
        For automation that calls the admin API. Each has its own rights, and its own line in the
        history.
      </PageHeader>
      {done && <DoneNotice title={done} onClose={() => setDone(undefined)} />}
      <Group mb="md" role="search" aria-label="Filter API tokens">
        <ChoiceFilter
          label="State"
          any="Any state"
          options={STATE_OPTIONS}
          value={search.state}
          onChange={(state) => onSearch({ ...search, state })}
        />
      </Group>
      <QueryStates
        query={{ ...tokens, data: shown }}
        label="API tokens"
        empty={
          <NoItems
            noun="API token"
            filters={search.state ? [`state ${search.state}`] : []}
            onClear={() => onSearch({})}
            action={create}
          >
            Automation needs one to call the admin API; the set-up token is not made for that.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="API tokens" columns={COLUMNS} minWidth={860}>
            {rows.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={tokens} />
      {revoking && (
        <RevokeToken
          token={revoking}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            setDone(`Revoked “${revoking.name}” on every admin process`);
            setRevoking(undefined);
          }}
        />
      )}
      <ItemDrawer
        opened={search.create === true}
        onClose={() => onSearch({ ...search, create: undefined })}
        title="Create API token"
      >
        <TokenForm
          onCreated={(token) => {
            setSecret(token);
            onSearch({ ...search, create: undefined });
          }}
        />
      </ItemDrawer>
      {secret && <SecretDialog token={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}

interface RevokeProps {
  token: ApiToken;
  onDone: () => void;
  onClose: () => void;
}

function RevokeToken({ token, onDone, onClose }: RevokeProps) {
  const revoke = useRevokeToken();
  return (
    <ConfirmDialog
      title={`Revoke “${token.name}”?`}
      action="Revoke"
      waiting="Revoking…"
      change={{ isPending: revoke.isPending, error: revoke.error, act: undefined }}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onDone })}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          Whatever uses <Code>{token.id}</Code> is turned away from the next call on, on every admin
          process. There is no undoing it.
        </Text>
        <ApiCall call={{ method: "DELETE", path: `/api-tokens/${token.id}` }} />
      </Stack>
    </ConfirmDialog>
  );
}
