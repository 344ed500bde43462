import { ActionIcon, Button, Fieldset, Group, Stack } from "@mantine/core";
import X from "lucide-react/icons/x";
import { useFieldArray } from "react-hook-form";
import { TagsField, TextField } from "../../ui/FormFields";
import { FormSection } from "../../ui/FormSection";
import type { HeaderSide } from "./headerShape";
import type { RouteForm } from "./routeShape";

interface Props {
  form: RouteForm;
  side: HeaderSide;
  title: string;
}

/** Changes of header fields: first what is removed, then what is set, then what is added. */
export function HeaderFieldsSection({ form, side, title }: Props) {
  const { remove, set, add } = form.watch(side);
  const counts = [
    remove.length > 0 && `${remove.length} removed`,
    set.length > 0 && `${set.length} set`,
    add.length > 0 && `${add.length} added`,
  ];
  return (
    <FormSection
      form={form}
      title={title}
      summary={counts.filter(Boolean).join(", ")}
      names={[side]}
    >
      <TagsField
        form={form}
        name={`${side}.remove`}
        label="Remove"
        description="Names of fields. What frames a message or tells who is calling is the gateway’s own."
      />
      <Rows form={form} name={`${side}.set`} legend="Set, in place of what there is" act="Set" />
      <Rows form={form} name={`${side}.add`} legend="Add, beside what there is" act="Add" />
    </FormSection>
  );
}

interface RowsProps {
  form: RouteForm;
  name: `${HeaderSide}.${"set" | "add"}`;
  legend: string;
  act: string;
}

function Rows({ form, name, legend, act }: RowsProps) {
  const rows = useFieldArray({ control: form.control, name });
  return (
    <Fieldset legend={legend}>
      <Stack gap="xs">
        {rows.fields.map((row, index) => (
          <Group key={row.id} align="flex-start" gap="xs" wrap="nowrap">
            <TextField
              form={form}
              name={`${name}.${index}.name`}
              label="Field"
              required
              isGrowing
            />
            <TextField
              form={form}
              name={`${name}.${index}.value`}
              label="Value"
              required
              isGrowing
            />
            <ActionIcon
              mt={30}
              variant="subtle"
              color="gray"
              aria-label={`Remove field ${index + 1}`}
              onClick={() => rows.remove(index)}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button variant="default" size="xs" onClick={() => rows.append({ name: "", value: "" })}>
            {act} a field
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
