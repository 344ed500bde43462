import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CreateItem } from "../../ui/CreateItem";
import { EditItem } from "../../ui/EditItem";
import { ItemDrawer, StoredItem } from "../../ui/ItemDrawer";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { clockTime } from "../../ui/time";
import { GatewayKeys } from "./GatewayKeys";
import { IssuerFormFields } from "./IssuerFormFields";
import { IssuerReportView } from "./IssuerReportView";
import { emptyIssuer, issuerShape } from "./issuerShape";
import { type IssuerSearch, testQuery } from "./issuers.queries";

interface Props {
  project: string;
  search: IssuerSearch;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** The form, or the test, that the URL asks for. */
export function IssuerDrawer({ project, search, onDone, onClose }: Props) {
  const done = (act: Act) => {
    onDone(act);
    onClose();
  };
  const { create, edit, test } = search;
  return (
    <ItemDrawer
      opened={Boolean(create || edit || test)}
      onClose={onClose}
      title={edit ? "Edit issuer" : test ? `Keys of ${test}` : "Add issuer"}
    >
      {create && (
        <CreateItem shape={issuerShape} project={project} defaults={emptyIssuer} onCreated={done}>
          {(form) => <IssuerFormFields project={project} form={form} isNew />}
        </CreateItem>
      )}
      {edit && (
        <StoredItem key={edit} kind="issuers" project={project} id={edit}>
          {(issuer) => (
            <EditItem shape={issuerShape} project={project} item={issuer} onSaved={done}>
              {(form) => <IssuerFormFields project={project} form={form} isNew={false} />}
            </EditItem>
          )}
        </StoredItem>
      )}
      {test && <StoredTest project={project} issuer={test} />}
    </ItemDrawer>
  );
}

function StoredTest({ project, issuer }: { project: string; issuer: string }) {
  const test = useQuery(testQuery(project, issuer));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        Fetched now by this server, as a gateway would. Gateways fetch by themselves ahead of the
        keys’ end, and at once for a key they do not know.
      </Text>
      {test.isFetching && (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">Asking the issuer…</Text>
        </Group>
      )}
      {test.error && !test.isFetching && <Problem error={test.error} />}
      {test.data && !test.isFetching && (
        <>
          <IssuerReportView report={test.data} />
          <Text size="xs" c="dimmed">
            As of {clockTime(test.dataUpdatedAt)}
          </Text>
        </>
      )}
      <Group>
        <Button variant="default" onClick={() => test.refetch()} disabled={test.isFetching}>
          Test again
        </Button>
      </Group>
      <GatewayKeys project={project} issuer={issuer} />
    </Stack>
  );
}
