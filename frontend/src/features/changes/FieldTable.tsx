import { Table, Text } from "@mantine/core";
import Minus from "lucide-react/icons/minus";
import Plus from "lucide-react/icons/plus";
import { UntrustedText } from "../../ui/UntrustedText";
import classes from "./FieldTable.module.css";
import { fieldDiff } from "./fieldDiff";

interface Props {
  before: object | undefined;
  after: object | undefined;
  names: [string, string];
}

/** Fields that differ, side by side. */
export function FieldTable({ before, after, names }: Props) {
  const fields = fieldDiff(before, after);
  if (fields.length === 0) {
    return <Text size="sm">No field differs.</Text>;
  }
  return (
    <Table.ScrollContainer minWidth={460}>
      <Table withTableBorder layout="fixed" aria-label="Fields that differ">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={130}>Field</Table.Th>
            <Table.Th>{names[0]}</Table.Th>
            <Table.Th>{names[1]}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.field}>
              <Table.Th scope="row" className={classes.name}>
                {field.field}
              </Table.Th>
              <Table.Td className={classes.before}>
                <Side value={field.before} Icon={Minus} />
              </Table.Td>
              <Table.Td className={classes.after}>
                <Side value={field.after} Icon={Plus} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Side({ value, Icon }: { value: string | undefined; Icon: typeof Plus }) {
  return value === undefined ? (
    <Text size="xs" c="dimmed">
      none
    </Text>
  ) : (
    <div className={classes.value}>
      <Icon size={12} aria-hidden className={classes.mark ?? ""} />
      <UntrustedText text={value === "" ? "“”" : value} />
    </div>
  );
}
