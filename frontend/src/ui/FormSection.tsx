import { Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import { type FieldValues, get, type UseFormReturn } from "react-hook-form";

interface Props<F extends FieldValues> {
  form: UseFormReturn<F, unknown, F>;
  title: string;
  /** What is set in it, in a few words; nothing when all is as usual. */
  summary?: string | undefined;
  /** Fields in it: one that is wrong opens it. */
  names: readonly string[];
  children: ReactNode;
}

/** A part of a form that most leave as it is; closed, it says what is set in it. */
export function FormSection<F extends FieldValues>(props: Props<F>) {
  const { form, title, summary, names, children } = props;
  const [isOpen, { toggle }] = useDisclosure(false);
  const { errors } = form.formState;
  const isWrong = names.some((name) => get(errors, name) !== undefined);
  const isShown = isOpen || isWrong;
  return (
    <Stack gap="xs">
      <UnstyledButton onClick={toggle} aria-expanded={isShown} fz="sm">
        <Group gap={4} wrap="nowrap" align="flex-start">
          <ChevronRight
            size={16}
            aria-hidden
            style={{ flexShrink: 0, marginTop: 2 }}
            transform={isShown ? "rotate(90)" : undefined}
          />
          <Text span inherit>
            {title}
            {summary && (
              <Text span inherit c="dimmed">
                : {summary}
              </Text>
            )}
          </Text>
        </Group>
      </UnstyledButton>
      {isShown && <Stack pl={20}>{children}</Stack>}
    </Stack>
  );
}
