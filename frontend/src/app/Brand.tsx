import { Group, Text } from "@mantine/core";
import mark from "./favicon.svg";

/** @param isShort leaves the name out on narrow screens */
export function Brand({ isShort = false }: { isShort?: boolean }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <img src={mark} alt={isShort ? "Portcullis" : ""} width={24} height={24} />
      <Text fw={700} size="lg" {...(isShort && { visibleFrom: "sm", "aria-hidden": true })}>
        Portcullis
      </Text>
    </Group>
  );
}
