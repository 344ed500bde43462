import { Button, Group, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { Backend } from "../../api/client";
import { CreateItem } from "../../ui/CreateItem";
import { EditItem } from "../../ui/EditItem";
import { ItemDrawer, StoredItem } from "../../ui/ItemDrawer";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { newKey } from "../../ui/newKey";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { RemoveItem } from "../../ui/RemoveItem";
import { RowMenu } from "../../ui/RowMenu";
import { RowName } from "../../ui/RowName";
import type { Act } from "../../ui/receipts";
import { TextFilter } from "../../ui/TextFilter";
import { inDuration } from "../../ui/time";
import { useActs } from "../../ui/useActs";
import { BackendFormFields } from "./BackendFormFields";
import { backendShape, emptyBackend } from "./backendShape";
import { backendsQuery, type RouteSearch } from "./routes.queries";

interface Props {
  project: string;
  search: RouteSearch;
  onSearch: (search: RouteSearch) => void;
}

const COLUMNS = ["Backend", "Targets", "Protocol", "Time to answer"];

export function BackendsTab({ project, search, onSearch }: Props) {
  const backends = useInfiniteQuery(backendsQuery(project, search));
  const acts = useActs<Backend>();
  const add = (
    <Needs permission="backends.write" over={{ project }}>
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onSearch({ ...search, create: true })}
      >
        Add backend
      </Button>
    </Needs>
  );
  return (
    <>
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <Group justify="space-between" align="flex-end" mb="md">
        <Group role="search" aria-label="Filter backends">
          <TextFilter label="ID" value={search.q} onChange={(q) => onSearch({ ...search, q })} />
        </Group>
        {add}
      </Group>
      <QueryStates
        query={backends}
        label="backends"
        empty={
          <NoItems
            noun="backend"
            filters={search.q ? [`ID contains “${search.q}”`] : []}
            onClear={() => onSearch({ tab: "backends" })}
            action={add}
          >
            A route needs a backend that its requests go to.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Backends" columns={COLUMNS} minWidth={640}>
            {rows.map((backend) => (
              <BackendRow
                key={backend.id}
                project={project}
                backend={backend}
                onRemove={(opener) => acts.ask(backend, opener)}
                onEdit={(opener) => {
                  acts.begin(opener);
                  onSearch({ ...search, edit: backend.id });
                }}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={backends} />
      {acts.asked && (
        <RemoveItem
          kind="backends"
          project={project}
          item={backends.data?.find((one) => one.id === acts.asked?.id) ?? acts.asked}
          consequence="It goes only when no route leads to it any more."
          onDone={acts.report}
          onClose={acts.close}
        />
      )}
      <BackendDrawer
        project={project}
        search={search}
        onDone={acts.report}
        onClose={() => {
          onSearch({ ...search, create: undefined, edit: undefined });
          acts.close();
        }}
      />
    </>
  );
}

interface RowProps {
  project: string;
  backend: Backend;
  onEdit: (opener: HTMLElement | null) => void;
  onRemove: (opener: HTMLElement | null) => void;
}

function BackendRow({ project, backend, onEdit, onRemove }: RowProps) {
  const isShared = backend.targets.length > 1;
  return (
    <Table.Tr>
      <Table.Td>
        <RowName onOpen={onEdit}>{backend.id}</RowName>
      </Table.Td>
      <Table.Td>
        {backend.targets.map(({ url, weight }) => (
          <Text key={url} size="sm" ff="monospace">
            {url}
            {isShared && ` · weight ${weight}`}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>{backend.protocol === "http2" ? "HTTP/2" : "HTTP/1.1"}</Table.Td>
      <Table.Td>{inDuration((backend.responseTimeoutMillis ?? 0) / 1000)}</Table.Td>
      <Table.Td>
        <RowMenu
          name={backend.id ?? ""}
          needs={{ permission: "backends.write", over: { project } }}
          actions={[
            { action: "edit", label: "Edit…" },
            { action: "remove", label: "Remove…", isHarmful: true },
          ]}
          onAction={(action, opener) => (action === "edit" ? onEdit(opener) : onRemove(opener))}
        />
      </Table.Td>
    </Table.Tr>
  );
}

interface DrawerProps {
  project: string;
  search: RouteSearch;
  onDone: (act: Act) => void;
  onClose: () => void;
}

function BackendDrawer({ project, search, onDone, onClose }: DrawerProps) {
  const done = (act: Act) => {
    onDone(act);
    onClose();
  };
  const { create, edit } = search;
  return (
    <ItemDrawer
      opened={Boolean(create || edit)}
      onClose={onClose}
      title={edit ? "Edit backend" : "Add backend"}
    >
      {create && (
        <CreateItem shape={backendShape} project={project} defaults={emptyBackend} onCreated={done}>
          {(form) => <BackendFormFields form={form} isNew />}
        </CreateItem>
      )}
      {edit && (
        <StoredItem key={edit} kind="backends" project={project} id={edit}>
          {(backend) => (
            <EditItem shape={backendShape} project={project} item={backend} onSaved={done}>
              {(form) => <BackendFormFields form={form} isNew={false} />}
            </EditItem>
          )}
        </StoredItem>
      )}
    </ItemDrawer>
  );
}
