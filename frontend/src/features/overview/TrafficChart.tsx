import { Button, Collapse, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import GitCommitVertical from "lucide-react/icons/git-commit-vertical";
import type { Change } from "../../api/client";
import { absoluteTime, shortTime } from "../../ui/time";
import type { Step } from "./steps";
import classes from "./TrafficChart.module.css";

interface Props {
  project: string;
  steps: Step[];
}

interface ChartProps extends Props {
  /** When the last step ends, in words. */
  end: string;
}

const HEIGHT = 120;
const GAP = 0.15;
const number = new Intl.NumberFormat();

/** What was admitted and rejected over time, and beneath it when something was changed. */
export function TrafficChart({ project, steps, end }: ChartProps) {
  const [isTable, { toggle }] = useDisclosure(false);
  const most = Math.max(1, ...steps.map(({ admitted, rejected }) => admitted + rejected));
  return (
    <Paper withBorder p="md" component="section" aria-label="Requests over time">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2}>Requests over time</Title>
          <Legend />
        </Group>
        <svg
          className={classes.chart}
          viewBox={`0 0 ${steps.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary(steps, most)}
        >
          {steps.map((step, index) => (
            <Bar key={step.from} step={step} x={index} scale={HEIGHT / most} />
          ))}
        </svg>
        <Markers project={project} steps={steps} />
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {steps[0] && shortTime(steps[0].from)}
          </Text>
          <Text size="xs" c="dimmed">
            {number.format(most)} at most in one bar
          </Text>
          <Text size="xs" c="dimmed">
            {end}
          </Text>
        </Group>
        <Group ml={-8}>
          <Button size="compact-sm" variant="subtle" aria-expanded={isTable} onClick={toggle}>
            {isTable ? "Hide table" : "Show as table"}
          </Button>
        </Group>
        <Collapse expanded={isTable}>
          <StepTable steps={steps} />
        </Collapse>
      </Stack>
    </Paper>
  );
}

function Legend() {
  return (
    <Group gap="md">
      {["admitted", "rejected"].map((what) => (
        <Group key={what} gap={6}>
          <svg width={12} height={12} aria-hidden>
            <rect width={12} height={12} rx={2} className={classes[what]} />
          </svg>
          <Text size="xs">{what}</Text>
        </Group>
      ))}
      <Group gap={4}>
        <GitCommitVertical size={14} aria-hidden />
        <Text size="xs">change</Text>
      </Group>
    </Group>
  );
}

/** Rejected on top, so that it is seen beside much that was admitted. */
function Bar({ step, x, scale }: { step: Step; x: number; scale: number }) {
  const admitted = step.admitted * scale;
  const rejected = step.rejected === 0 ? 0 : Math.max(2, step.rejected * scale);
  const at = { x: x + GAP / 2, width: 1 - GAP };
  return (
    <g>
      <title>
        {`${absoluteTime(step.from)}: ${number.format(step.admitted)} admitted, ${number.format(step.rejected)} rejected`}
      </title>
      <rect x={x} width={1} height={HEIGHT} className={classes.target} />
      <rect {...at} y={HEIGHT - admitted} height={admitted} className={classes.admitted} />
      <rect
        {...at}
        y={Math.max(0, HEIGHT - admitted - rejected)}
        height={rejected}
        className={classes.rejected}
      />
    </g>
  );
}

function Markers({ project, steps }: Props) {
  return (
    <div className={classes.markers}>
      {steps.map((step, index) =>
        step.changes.length === 0 ? null : (
          <Link
            key={step.from}
            to="/p/$project/changes"
            params={{ project }}
            search={{ change: placeOf(step.changes) }}
            className={classes.marker ?? ""}
            style={{ insetInlineStart: `${(100 * (index + 0.5)) / steps.length}%` }}
            title={inWords(step.changes)}
            aria-label={inWords(step.changes)}
          >
            <GitCommitVertical size={16} aria-hidden />
          </Link>
        ),
      )}
    </div>
  );
}

function placeOf(changes: Change[]): string | undefined {
  const [newest] = changes;
  return newest && `${newest.revision}.${newest.ord}`;
}

function inWords(changes: Change[]): string {
  const [newest] = changes;
  if (!newest) {
    return "";
  }
  const what = `${newest.resource} ${newest.id} by ${newest.actor}, ${absoluteTime(newest.time)}`;
  return changes.length === 1 ? what : `${changes.length} changes, the last: ${what}`;
}

function summary(steps: Step[], most: number): string {
  const admitted = steps.reduce((sum, step) => sum + step.admitted, 0);
  const rejected = steps.reduce((sum, step) => sum + step.rejected, 0);
  return `${number.format(admitted)} admitted and ${number.format(rejected)} rejected, at most ${number.format(most)} in one of ${steps.length} steps`;
}

function StepTable({ steps }: { steps: Step[] }) {
  return (
    <Table aria-label="Requests over time">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>From</Table.Th>
          <Table.Th>Admitted</Table.Th>
          <Table.Th>Rejected</Table.Th>
          <Table.Th>Changes</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {steps
          .filter((step) => step.admitted + step.rejected + step.changes.length > 0)
          .map((step) => (
            <Table.Tr key={step.from}>
              <Table.Td>{absoluteTime(step.from)}</Table.Td>
              <Table.Td>{number.format(step.admitted)}</Table.Td>
              <Table.Td>{number.format(step.rejected)}</Table.Td>
              <Table.Td>{step.changes.length}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
