import { Alert, Button, Code, Group, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import Link2 from "lucide-react/icons/link-2";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { components } from "../../api/schema.gen";
import { useMay } from "../../ui/Needs";
import { Problem } from "../../ui/Problem";
import { clockTime } from "../../ui/time";
import { verificationQuery } from "./changes.queries";

type Verification = components["schemas"]["Verification"];

/** Whether the history is as it was written; every row is hashed anew, so one asks for it. */
export function ChainStatus() {
  const check = useQuery(verificationQuery);
  if (!useMay("changes.read", "all")) {
    return null;
  }
  if (check.error) {
    return <Problem error={check.error} onRetry={check.refetch} />;
  }
  return check.data ? (
    <Found verification={check.data} at={check.dataUpdatedAt} />
  ) : (
    <Group gap="sm" mb="md">
      <Button
        variant="default"
        size="xs"
        leftSection={<Link2 size={14} aria-hidden />}
        loading={check.isFetching}
        onClick={() => check.refetch()}
      >
        Check the chain
      </Button>
      <Text size="sm" c="dimmed">
        Each line has a hash of itself and of the one before it.
      </Text>
    </Group>
  );
}

function Found({ verification, at }: { verification: Verification; at: number }) {
  const { intact, problems, chains } = verification;
  const rows = chains.reduce((sum, chain) => sum + chain.rows, 0);
  return (
    <Alert
      role={intact ? "status" : "alert"}
      mb="md"
      color={intact ? "teal" : "red"}
      icon={intact ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
      title={
        intact
          ? `The history is as it was written: ${rows} lines checked at ${clockTime(at)}`
          : "The history was tampered with"
      }
    >
      <List size="sm">
        {problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
        {chains.map(({ name, rows: count, hash }) => (
          <List.Item key={name}>
            {name}: {count} lines
            {hash && (
              <>
                , newest hash <Code>{hash.slice(0, 16)}…</Code>
              </>
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
