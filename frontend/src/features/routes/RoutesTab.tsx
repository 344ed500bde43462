import { Button, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { Route } from "../../api/client";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { newKey } from "../../ui/newKey";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { RemoveItem } from "../../ui/RemoveItem";
import { TextFilter } from "../../ui/TextFilter";
import { useActs } from "../../ui/useActs";
import { MatchTester } from "./MatchTester";
import { RouteRow } from "./RouteRow";
import { type RouteSearch, routesQuery } from "./routes.queries";
import { ACCESS_OPTIONS } from "./words";

const RouteDrawer = later(() => import("./RouteDrawer").then((form) => form.RouteDrawer));

interface Props {
  project: string;
  search: RouteSearch;
  onSearch: (search: RouteSearch) => void;
}

const COLUMNS = ["Route", "Requests", "Access", "Backend"];

export function RoutesTab({ project, search, onSearch }: Props) {
  const routes = useInfiniteQuery(routesQuery(project, search));
  const acts = useActs<Route>();
  const add = (
    <Needs permission="routes.write" over={{ project }}>
      <Button
        {...newKey}
        leftSection={<Plus size={16} aria-hidden />}
        onClick={() => onSearch({ ...search, create: true })}
      >
        Add route
      </Button>
    </Needs>
  );
  return (
    <>
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <MatchTester project={project} onOpen={(edit) => onSearch({ ...search, edit })} />
      <Group justify="space-between" align="flex-end" mb="md">
        <Filters search={search} onSearch={onSearch} />
        {add}
      </Group>
      <QueryStates
        query={routes}
        label="routes"
        empty={
          <NoItems noun="route" filters={inWords(search)} onClear={() => onSearch({})} action={add}>
            Every request is answered with 404 until a route says where it goes.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Routes" columns={COLUMNS} minWidth={720}>
            {rows.map((route) => (
              <RouteRow
                key={route.id}
                project={project}
                route={route}
                onRemove={(opener) => acts.ask(route, opener)}
                onEdit={(opener) => {
                  acts.begin(opener);
                  onSearch({ ...search, edit: route.id });
                }}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={routes} />
      {acts.asked && (
        <RemoveItem
          kind="routes"
          project={project}
          item={routes.data?.find((one) => one.id === acts.asked?.id) ?? acts.asked}
          consequence="Requests that it answered get 404 from then on, or go where another route sends them; streams on it are closed."
          onDone={acts.report}
          onClose={acts.close}
        />
      )}
      <RouteDrawer
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

function Filters({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  return (
    <Group role="search" aria-label="Filter routes" align="flex-end">
      <TextFilter
        label="ID, path or backend"
        value={search.q}
        onChange={(q) => onSearch({ ...search, q })}
      />
      <ChoiceFilter
        label="Access"
        any="Any access"
        options={ACCESS_OPTIONS}
        value={search.authentication}
        onChange={(authentication) => onSearch({ ...search, authentication })}
      />
    </Group>
  );
}

function inWords({ q, authentication }: RouteSearch): string[] {
  return [
    ...(q ? [`ID, path or backend contains “${q}”`] : []),
    ...(authentication ? [`access ${authentication}`] : []),
  ];
}
