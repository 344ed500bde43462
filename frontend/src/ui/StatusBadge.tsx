import { Badge } from "@mantine/core";
import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import TriangleAlert from "lucide-react/icons/triangle-alert";

const LOOKS = {
  good: { color: "teal", Icon: CircleCheck },
  paused: { color: "gray", Icon: CirclePause },
  warning: { color: "yellow", Icon: TriangleAlert },
  bad: { color: "red", Icon: Ban },
} as const;

export type Look = keyof typeof LOOKS;

/** A state in words and with an icon, never by colour alone. */
export function StatusBadge({ look, children }: { look: Look; children: string }) {
  const { color, Icon } = LOOKS[look];
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Icon size={12} aria-hidden />}>
      {children}
    </Badge>
  );
}
