import { Paper, Radio, Stack, Switch, Text, Title, useMantineColorScheme } from "@mantine/core";
import { type Preferences, preferences, usePreferences } from "../../ui/preferences";
import { absoluteTime } from "../../ui/time";

const SCHEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "As the system" },
] as const;
const DENSITIES = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact: more rows at once" },
] as const;
const ZONES = [
  {
    value: "local",
    label: `Of this browser (${Intl.DateTimeFormat().resolvedOptions().timeZone})`,
  },
  { value: "utc", label: "UTC, as logs have it" },
] as const;

/** How the console looks and acts for one person; kept in this browser. */
export function Personal() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, zone, hasKeys } = usePreferences();
  const set = (changes: Partial<Preferences>) => preferences.set(changes);
  return (
    <Paper withBorder p="md" component="section" aria-label="Personal">
      <Stack gap="md">
        <Stack gap={0}>
          <Title order={2}>Personal</Title>
          <Text size="sm" c="dimmed">
            Kept in this browser.
          </Text>
        </Stack>
        <Choice
          label="Appearance"
          options={SCHEMES}
          value={colorScheme}
          onChange={setColorScheme}
        />
        <Choice
          label="Rows of lists"
          options={DENSITIES}
          value={density}
          onChange={(next) => set({ density: next })}
        />
        <Choice
          label="Times"
          description={`Now: ${absoluteTime(new Date().toISOString())}`}
          options={ZONES}
          value={zone}
          onChange={(next) => set({ zone: next })}
        />
        <Switch
          label="Single keys"
          description="Press ? for what they do. Ctrl K and Esc act either way."
          checked={hasKeys}
          onChange={(event) => set({ hasKeys: event.currentTarget.checked })}
        />
      </Stack>
    </Paper>
  );
}

interface ChoiceProps<V extends string> {
  label: string;
  description?: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}

function Choice<V extends string>({ options, onChange, ...rest }: ChoiceProps<V>) {
  return (
    <Radio.Group {...rest} onChange={(next) => onChange(next as V)}>
      <Stack gap={6} mt="xs">
        {options.map(({ value, label }) => (
          <Radio key={value} value={value} label={label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
