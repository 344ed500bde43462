import { Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Undo2 from "lucide-react/icons/undo-2";
import { useState } from "react";
import type { Change } from "../../api/client";
import { CopyValue } from "../../ui/CopyValue";
import { ItemDrawer } from "../../ui/ItemDrawer";
import { Needs } from "../../ui/Needs";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { absoluteTime } from "../../ui/time";
import { UntrustedText } from "../../ui/UntrustedText";
import { revisionChangesQuery } from "./changes.queries";
import { FieldTable } from "./FieldTable";
import { RevertDialog } from "./RevertDialog";
import { kindOf } from "./revert";
import { ACTION_NAMES, placeOf, RESOURCE_NAMES } from "./words";

interface Props {
  /** As in the URL; absent when none is looked at. */
  place: string | undefined;
  onReverted: (act: Act) => void;
  onClose: () => void;
}

export function ChangeDrawer({ place, onReverted, onClose }: Props) {
  return (
    <ItemDrawer title="Change" opened={place !== undefined} onClose={onClose}>
      {place && <Found key={place} place={place} onReverted={onReverted} />}
    </ItemDrawer>
  );
}

function Found({ place, onReverted }: { place: string; onReverted: Props["onReverted"] }) {
  const changes = useQuery(revisionChangesQuery(Number(place.split(".")[0])));
  if (!changes.data) {
    return changes.error ? <Problem error={changes.error} onRetry={changes.refetch} /> : null;
  }
  const change = changes.data.find((one) => placeOf(one) === place);
  return change ? (
    <Shown change={change} others={changes.data.length - 1} onReverted={onReverted} />
  ) : (
    <Text>There is no such change, or not in a project of yours.</Text>
  );
}

interface ShownProps {
  change: Change;
  /** How many more there are in the same revision. */
  others: number;
  onReverted: (act: Act) => void;
}

function Shown({ change, others, onReverted }: ShownProps) {
  const [isReverting, setReverting] = useState(false);
  const kind = kindOf(change);
  const project = change.project ?? "";
  return (
    <Stack>
      <Text fw={600}>
        {`${ACTION_NAMES[change.action]} ${RESOURCE_NAMES[change.resource].toLowerCase()} `}
        <UntrustedText text={change.id} />
      </Text>
      <Facts change={change} others={others} />
      <FieldTable before={change.before} after={change.after} names={["Before", "After"]} />
      {kind && (
        <Group justify="flex-end">
          <Needs permission={`${kind}.write`} over={{ project }}>
            <Button
              variant="default"
              leftSection={<Undo2 size={16} aria-hidden />}
              onClick={() => setReverting(true)}
            >
              Revert…
            </Button>
          </Needs>
        </Group>
      )}
      {isReverting && kind && (
        <RevertDialog
          change={change}
          kind={kind}
          project={project}
          onDone={onReverted}
          onClose={() => setReverting(false)}
        />
      )}
    </Stack>
  );
}

function Facts({ change, others }: { change: Change; others: number }) {
  const facts: [string, React.ReactNode][] = [
    ["When", absoluteTime(change.time)],
    ["Who", change.actor],
    ["From", change.sourceAddress ?? "the server itself"],
    [
      "Revision",
      others > 0 ? `${change.revision}, with ${others} more changes` : String(change.revision),
    ],
    ["Request ID", change.requestId && <CopyValue value={change.requestId} label="request ID" />],
    ["Hash", change.hash && <Code>{change.hash.slice(0, 24)}…</Code>],
  ];
  return (
    <Table variant="vertical" layout="fixed" aria-label="About the change">
      <Table.Tbody>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={110} scope="row">
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
