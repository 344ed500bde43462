import { Button, Collapse, Group, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { absoluteTime, shortTime } from "../../ui/time";
import type { Bar } from "./bars";
import classes from "./Histogram.module.css";

interface Props {
  bars: Bar[];
  onZoom: (bar: Bar) => void;
}

const HEIGHT = 100;
const number = new Intl.NumberFormat();

/** Rejections over time; a bar leads to its time. */
export function Histogram({ bars, onZoom }: Props) {
  const [isTable, { toggle }] = useDisclosure(false);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <Stack gap={4}>
      <div className={classes.chart}>
        {bars.map((bar) => (
          <UnstyledButton
            key={bar.from}
            className={classes.column}
            title={`${number.format(bar.count)} at ${absoluteTime(bar.from)}`}
            aria-label={`${number.format(bar.count)} rejections at ${absoluteTime(bar.from)}; show them`}
            tabIndex={bar.count > 0 ? 0 : -1}
            disabled={bar.count === 0}
            onClick={() => onZoom(bar)}
          >
            <svg viewBox={`0 0 1 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
              <rect
                width="1"
                y={HEIGHT - heightOf(bar, most)}
                height={heightOf(bar, most)}
                className={classes.bar}
              />
            </svg>
          </UnstyledButton>
        ))}
      </div>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {first && shortTime(first.from)}
        </Text>
        <Text size="xs" c="dimmed">
          {number.format(total)} in all, {number.format(most)} at most in one bar
        </Text>
        <Text size="xs" c="dimmed">
          {last && (Date.parse(last.to) >= Date.now() ? "now" : shortTime(last.to))}
        </Text>
      </Group>
      <Group ml={-8}>
        <Button size="compact-xs" variant="subtle" aria-expanded={isTable} onClick={toggle}>
          {isTable ? "Hide table" : "Show as table"}
        </Button>
      </Group>
      <Collapse expanded={isTable}>
        <BarTable bars={bars} />
      </Collapse>
    </Stack>
  );
}

/** What is there is seen, however small. */
function heightOf({ count }: Bar, most: number): number {
  return count === 0 ? 0 : Math.max(2, (HEIGHT * count) / most);
}

function BarTable({ bars }: { bars: Bar[] }) {
  return (
    <Table aria-label="Rejections over time">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>From</Table.Th>
          <Table.Th>Rejections</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bars
          .filter((bar) => bar.count > 0)
          .map((bar) => (
            <Table.Tr key={bar.from}>
              <Table.Td>{absoluteTime(bar.from)}</Table.Td>
              <Table.Td>{number.format(bar.count)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
