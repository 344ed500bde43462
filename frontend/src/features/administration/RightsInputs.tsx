import { Group, MultiSelect, Radio, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Control, Controller, type FieldPath, type FieldValues } from "react-hook-form";
import { projectChoiceQuery } from "../../api/projects";
import { whoAmIQuery } from "../../api/whoami";
import { mayGive, type RightsFields, ROLE_WORDS, ROLES } from "./rights";

interface Props<F extends RightsFields & FieldValues> {
  control: Control<F, unknown, F>;
  reach: RightsFields["reach"];
  problem: string | undefined;
}

/** The role, and the projects that it is over. */
export function RightsInputs<F extends RightsFields & FieldValues>(props: Props<F>) {
  return (
    <>
      <Controller
        control={props.control}
        name={"role" as FieldPath<F>}
        render={({ field }) => <RoleCards value={field.value} onChange={field.onChange} />}
      />
      <Controller
        control={props.control}
        name={"reach" as FieldPath<F>}
        render={({ field }) => <Reach value={field.value} onChange={field.onChange} />}
      />
      {props.reach === "some" && (
        <Controller
          control={props.control}
          name={"projects" as FieldPath<F>}
          render={({ field }) => (
            <Projects value={field.value} onChange={field.onChange} problem={props.problem} />
          )}
        />
      )}
    </>
  );
}

interface InputProps<V> {
  value: V;
  onChange: (value: V) => void;
}

function RoleCards({ value, onChange }: InputProps<string>) {
  const { data: who } = useQuery(whoAmIQuery);
  return (
    <Radio.Group label="Role" value={value} onChange={onChange}>
      <Stack gap="xs" mt={4}>
        {ROLES.map((role) => (
          <Radio.Card
            key={role}
            value={role}
            p="xs"
            aria-label={role}
            disabled={who !== undefined && !mayGive(who, role)}
          >
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <Radio.Indicator size="xs" mt={4} />
              <div>
                <Text size="sm" fw={600}>
                  {role}
                </Text>
                <Text size="xs" c="dimmed">
                  {ROLE_WORDS[role]}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Reach({ value, onChange }: InputProps<string>) {
  const { data: who } = useQuery(whoAmIQuery);
  return (
    <SegmentedControl
      aria-label="Over which projects"
      value={value}
      onChange={onChange}
      data={[
        { value: "all", label: "All projects", disabled: who?.projects !== undefined },
        { value: "some", label: "Some projects" },
      ]}
    />
  );
}

function Projects({
  value,
  onChange,
  problem,
}: InputProps<string[]> & { problem?: string | undefined }) {
  const projects = useQuery(projectChoiceQuery);
  return (
    <MultiSelect
      label="Projects"
      description="A project that is deleted goes from here."
      searchable
      required
      data={(projects.data ?? []).map(({ id = "", displayName }) => ({
        value: id,
        label: displayName === id ? id : `${displayName} (${id})`,
      }))}
      value={value}
      onChange={onChange}
      error={problem}
    />
  );
}
