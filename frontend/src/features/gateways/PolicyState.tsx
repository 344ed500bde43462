import { Alert, Button, Stack, Text } from "@mantine/core";
import type { Durability } from "../../api/client";
import { useAcceptPolicy } from "../../api/replicas";
import { Needs } from "../../ui/Needs";
import { Problem } from "../../ui/Problem";

const PROMISES: Record<Durability, string> = {
  unsafe:
    "PostgreSQL may lose confirmed changes in a crash: switch fsync and synchronous_commit on.",
  local: "A confirmed change is on the disk of one PostgreSQL server; its loss would lose it.",
  replicated: "A confirmed change is on the disk of a synchronous standby too.",
};

interface Props {
  durability: Durability;
  isAccepted: boolean;
}

/** What the database promises of a change, and what to do when it may have forgotten some. */
export function PolicyState({ durability, isAccepted }: Props) {
  if (!isAccepted) {
    return <Forgotten />;
  }
  return durability === "unsafe" ? (
    <Alert color="red" title="Changes are not safe" mb="md">
      {PROMISES[durability]}
    </Alert>
  ) : (
    <Text size="sm" c="dimmed" mb="md">
      {PROMISES[durability]}
    </Text>
  );
}

function Forgotten() {
  const accept = useAcceptPolicy();
  return (
    <Alert color="red" title="No gateway decides: confirmed changes may be lost" mb="md">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          The database failed over or was restored, so what had been revoked may be allowed again.
          Compare clients, grants and revocations with what you know, mend them, then accept.
        </Text>
        {accept.error && <Problem error={accept.error} />}
        <Needs permission="policy.accept" over="all">
          <Button color="red" loading={accept.isPending} onClick={() => accept.mutate()}>
            Accept this policy
          </Button>
        </Needs>
      </Stack>
    </Alert>
  );
}
