import { Group, Radio, SimpleGrid, Text } from "@mantine/core";
import { type Control, Controller } from "react-hook-form";
import type { ClientFields } from "./clientFields";
import { TYPE_OPTIONS } from "./words";

export function TypeCards({ control }: { control: Control<ClientFields, unknown, ClientFields> }) {
  return (
    <Controller
      control={control}
      name="applicationType"
      render={({ field: { value, onChange } }) => (
        <Radio.Group label="Application type" value={value} onChange={onChange}>
          <SimpleGrid cols={3} spacing="xs" mt={4}>
            {TYPE_OPTIONS.map((type) => (
              <Radio.Card key={type.value} value={type.value} p="xs" aria-label={type.label}>
                <Group gap="xs" wrap="nowrap">
                  <Radio.Indicator size="xs" />
                  <Text size="sm">{type.label}</Text>
                </Group>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
      )}
    />
  );
}
