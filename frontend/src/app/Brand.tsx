import { Group, Text } from "@mantine/core";
import mark from "./favicon.svg";

export function Brand() {
  return (
    <Group gap="xs" wrap="nowrap">
      <img src={mark} alt="" width={24} height={24} />
      <Text fw={700} size="lg">
        Portcullis
      </Text>
    </Group>
  );
}
