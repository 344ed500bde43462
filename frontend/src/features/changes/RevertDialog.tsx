import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Change } from "../../api/client";
import {
  type Item,
  type Items,
  itemQuery,
  type Kind,
  pathOf,
  useCreateItem,
  usePatchItem,
  useRemoveItem,
} from "../../api/items";
import { ApiError } from "../../api/problem";
import { etag, type Receipt } from "../../api/receipt";
import type { Call } from "../../ui/ApiCall";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { TakeAwayDialog } from "../../ui/TakeAwayDialog";
import { FieldTable } from "./FieldTable";
import { writable } from "./fieldDiff";
import { type Revert, revertOf } from "./revert";

interface Props<K extends Kind> {
  change: Change;
  kind: K;
  project: string;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** Shows what the inverse of a change would do to what is stored now, and does it when asked to. */
export function RevertDialog<K extends Kind>({ change, kind, project, ...on }: Props<K>) {
  const stored = useQuery({ ...itemQuery(kind, project, change.id), retry: false });
  const isGone = stored.error instanceof ApiError && stored.error.status === 404;
  if (stored.error && !isGone) {
    return (
      <Refused onClose={on.onClose}>
        <Problem error={stored.error} onRetry={stored.refetch} />
      </Refused>
    );
  }
  if (!stored.isFetchedAfterMount) {
    return null;
  }
  return (
    <Decided
      change={change}
      project={project}
      current={isGone ? null : ((stored.data ?? null) as Item | null)}
      {...on}
    />
  );
}

interface DecidedProps extends Omit<Props<Kind>, "kind"> {
  /** What is stored, as it was when the dialog opened; the revert itself changes it. */
  current: Item | null;
}

function Decided({ change, current, ...rest }: DecidedProps) {
  const [seen] = useState(current);
  const revert = revertOf(change, seen);
  return revert.isPossible ? (
    <Confirm change={change} revert={revert} current={seen} {...rest} />
  ) : (
    <Refused onClose={rest.onClose}>
      <Alert color="yellow" title="This change cannot be reverted">
        {revert.why}
      </Alert>
    </Refused>
  );
}

function Refused({ children, onClose }: { children: React.ReactNode; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Revert the change"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface ConfirmProps {
  change: Change;
  project: string;
  revert: Extract<Revert, { isPossible: true }>;
  current: Item | null;
  onDone: (act: Act) => void;
  onClose: () => void;
}

function Confirm({ change, project, revert, current, onDone, onClose }: ConfirmProps) {
  const take = useRevert(project, revert, current);
  const afterwards = current && { ...current, ...revert.body };
  return (
    <TakeAwayDialog
      act={{
        action: "Revert",
        verb: "Reverted",
        name: `the change of ${change.id}`,
        take,
        call: callOf(project, revert, current),
      }}
      whenStale={
        <Text size="sm">Somebody has changed it meanwhile. Close this and look again.</Text>
      }
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{CONSEQUENCES[revert.act]} It is a change of its own.</Text>
        <FieldTable
          before={current ? writable(current) : undefined}
          after={
            revert.act === "remove" ? undefined : afterwards ? writable(afterwards) : revert.body
          }
          names={["Now", "Afterwards"]}
        />
      </Stack>
    </TakeAwayDialog>
  );
}

const CONSEQUENCES = {
  patch: "These fields go back to what they were before; what else was changed since stays.",
  create: "It is created again as it was when it was removed.",
  remove: "It is removed: what it allowed is rejected from then on.",
};

/** Under the version that was looked at, so that nobody else's change is undone with it. */
function useRevert(
  project: string,
  { kind, id, act, body }: ConfirmProps["revert"],
  seen: Item | null,
) {
  const queries = useQueryClient();
  const patch = usePatchItem(kind, project);
  const create = useCreateItem(kind, project);
  const remove = useRemoveItem(kind, project);

  return async (): Promise<Receipt> => {
    try {
      return act === "create" || seen === null
        ? await create.mutateAsync({ id, item: body as unknown as Items[Kind] })
        : await (act === "patch"
            ? patch.mutateAsync({ seen, changes: body })
            : remove.mutateAsync(seen));
    } finally {
      queries.invalidateQueries({ queryKey: ["changes"] });
    }
  };
}

function callOf(
  project: string,
  { kind, id, act, body }: ConfirmProps["revert"],
  seen: Item | null,
): Call {
  const path = pathOf(project, kind, id);
  if (seen === null) {
    return { method: "PUT", path, headers: { "If-None-Match": "*" }, body };
  }
  return act === "patch"
    ? { method: "PATCH", path, headers: { "If-Match": etag(seen) }, body }
    : { method: "DELETE", path, headers: { "If-Match": etag(seen) } };
}
