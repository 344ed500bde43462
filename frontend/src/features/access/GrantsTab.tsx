import { Button, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import type { ReactNode } from "react";
import type { Grant } from "../../api/client";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { later } from "../../ui/later";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { newKey } from "../../ui/newKey";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { TextFilter } from "../../ui/TextFilter";
import { useActs } from "../../ui/useActs";
import { type AccessSearch, grantsQuery } from "./access.queries";
import { GrantRow } from "./GrantRow";
import { RemoveGrant } from "./RemoveGrant";

const GrantDrawer = later(() => import("./GrantDrawer").then((form) => form.GrantDrawer));

interface Props {
  project: string;
  search: AccessSearch;
  onSearch: (search: AccessSearch) => void;
}

const COLUMNS = ["Who", "Effect", "Routes", "Expires", "Note"];
const EFFECT_OPTIONS = [
  { value: "allow" as const, label: "Allow" },
  { value: "deny" as const, label: "Deny" },
];

export function GrantsTab({ project, search, onSearch }: Props) {
  const grants = useInfiniteQuery(grantsQuery(project, search));
  const acts = useActs<Grant>();
  const add = <AddButtons project={project} search={search} onSearch={onSearch} />;
  return (
    <>
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <Filters search={search} onSearch={onSearch} add={add} />
      <QueryStates
        query={grants}
        label="grants"
        empty={
          <NoItems noun="grant" filters={inWords(search)} onClear={() => onSearch({})} action={add}>
            Nobody may call a route that needs a token until somebody is granted access.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Grants" columns={COLUMNS} minWidth={760}>
            {rows.map((grant) => (
              <GrantRow
                key={grant.id}
                project={project}
                grant={grant}
                onRemove={(opener) => acts.ask(grant, opener)}
                onEdit={(opener) => {
                  acts.begin(opener);
                  onSearch({ ...search, edit: grant.id });
                }}
              />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={grants} />
      {acts.asked && (
        <RemoveGrant
          project={project}
          grant={grants.data?.find((one) => one.id === acts.asked?.id) ?? acts.asked}
          onDone={acts.report}
          onClose={acts.close}
        />
      )}
      <GrantDrawer
        project={project}
        search={search}
        onDone={acts.report}
        onClose={() => {
          onSearch({ ...search, create: undefined, many: undefined, edit: undefined });
          acts.close();
        }}
      />
    </>
  );
}

function AddButtons({ project, search, onSearch }: Props) {
  const needs = { permission: "grants.write", over: { project } } as const;
  return (
    <Group gap="xs">
      <Needs {...needs}>
        <Button
          {...newKey}
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => onSearch({ ...search, create: true })}
        >
          Add grant
        </Button>
      </Needs>
      <Needs {...needs}>
        <Button variant="default" onClick={() => onSearch({ ...search, many: true })}>
          Add many
        </Button>
      </Needs>
    </Group>
  );
}

interface FiltersProps extends Pick<Props, "search" | "onSearch"> {
  add: ReactNode;
}

function Filters({ search, onSearch, add }: FiltersProps) {
  return (
    <Group justify="space-between" align="flex-end" mb="md">
      <Group role="search" aria-label="Filter grants" align="flex-end">
        <TextFilter
          label="Principal or note"
          value={search.q}
          onChange={(q) => onSearch({ ...search, q })}
        />
        <ChoiceFilter
          label="Effect"
          any="Allow and deny"
          options={EFFECT_OPTIONS}
          value={search.effect}
          onChange={(effect) => onSearch({ ...search, effect })}
        />
      </Group>
      {add}
    </Group>
  );
}

function inWords({ q, effect }: AccessSearch): string[] {
  return [
    ...(q ? [`principal or note contains “${q}”`] : []),
    ...(effect ? [`effect ${effect}`] : []),
  ];
}
