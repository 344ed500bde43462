import { Group, Radio, SimpleGrid, Stack, Text } from "@mantine/core";
import { Controller } from "react-hook-form";
import type { IssuerForm } from "./issuerShape";
import { PRESET_HINTS, PRESET_NAMES, PRESETS, type Preset } from "./words";

const IDS: Record<Preset, string> = {
  google: "google",
  firebase: "firebase",
  oidc: "",
  jwks: "",
  introspection: "",
};

export function PresetCards({ form }: { form: IssuerForm }) {
  /** A name that was not typed follows the preset. */
  function suggestId(preset: Preset) {
    const typed = form.getValues("id");
    if (typed === "" || Object.values(IDS).includes(typed)) {
      form.setValue("id", IDS[preset]);
    }
  }
  return (
    <Controller
      control={form.control}
      name="preset"
      render={({ field: { value, onChange } }) => (
        <Radio.Group
          label="Whose tokens"
          value={value}
          onChange={(preset) => {
            onChange(preset);
            suggestId(preset as Preset);
          }}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={4}>
            {PRESETS.map((preset) => (
              <Radio.Card key={preset} value={preset} p="xs" aria-label={PRESET_NAMES[preset]}>
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <Radio.Indicator size="xs" mt={3} />
                  <Stack gap={0}>
                    <Text size="sm">{PRESET_NAMES[preset]}</Text>
                    <Text size="xs" c="dimmed">
                      {PRESET_HINTS[preset]}
                    </Text>
                  </Stack>
                </Group>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
      )}
    />
  );
}
