import { Table, Text } from "@mantine/core";
import { absoluteTime, shortTime } from "../../ui/time";
import { UntrustedText } from "../../ui/UntrustedText";
import { type Json, meaningOf, timeOf } from "./decode";

/** Claims with what they mean, in the order in which the token has them. */
export function ClaimsTable({ title, claims }: { title: string; claims: Json }) {
  return (
    <Table aria-label={title} withTableBorder verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={170}>{title}</Table.Th>
          <Table.Th>Value</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(claims).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">
              <UntrustedText text={name} />
              <Text size="xs" c="dimmed" fw={400}>
                {meaningOf(name)}
              </Text>
            </Table.Th>
            <Table.Td>
              <Value name={name} value={value} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ name, value }: { name: string; value: unknown }) {
  const time = timeOf(name, value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return (
    <>
      <Text size="sm" ff="monospace">
        <UntrustedText text={text} />
      </Text>
      {time && (
        <Text size="xs" c="dimmed">
          {absoluteTime(time)} ({shortTime(time)})
        </Text>
      )}
    </>
  );
}
