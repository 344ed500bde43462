import { Table, Text, VisuallyHidden } from "@mantine/core";
import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import X from "lucide-react/icons/x";
import type { Check as Checked } from "../api/explain";
import { checkName } from "./checks";
import classes from "./DecisionTrace.module.css";
import { UntrustedText } from "./UntrustedText";

const OUTCOMES = {
  passed: { Icon: Check, word: "passed", className: classes.passed },
  failed: { Icon: X, word: "failed", className: classes.failed },
  "not-reached": { Icon: Minus, word: "not reached", className: classes.skipped },
};

/** Every check in order: what was expected, what was found, and where it ended. */
export function DecisionTrace({ label, checks }: { label: string; checks: Checked[] }) {
  return (
    <Table aria-label={label} verticalSpacing={6} withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>Outcome</VisuallyHidden>
          </Table.Th>
          <Table.Th>Check</Table.Th>
          <Table.Th>Found</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {checks.map((check) => (
          <Row key={check.check} check={check} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ check: { check, outcome, expected, found } }: { check: Checked }) {
  const { Icon, word, className } = OUTCOMES[outcome];
  return (
    <Table.Tr className={className}>
      <Table.Td w={36}>
        <Icon size={16} aria-label={word} role="img" />
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={outcome === "failed" ? 600 : undefined}>
          {checkName(check)}
        </Text>
        {expected && outcome !== "not-reached" && (
          <Text size="xs" c="dimmed">
            expected <UntrustedText text={expected} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{outcome === "not-reached" ? "" : <UntrustedText text={found} />}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
