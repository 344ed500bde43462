import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import Radio from "lucide-react/icons/radio";
import { useEffect, useState } from "react";
import { Problem } from "../../ui/Problem";
import type { Tail } from "./useLiveTail";

interface Props {
  isOn: boolean;
  tail: Tail;
  /** Rows that came and are not shown while something is being read. */
  waiting: number;
  onToggle: () => void;
  onShow: () => void;
}

const ANNOUNCED_EVERY_MILLIS = 10_000;

export function LiveStatus({ isOn, tail, waiting, onToggle, onShow }: Props) {
  return (
    <Group gap="xs">
      <Button
        variant={isOn ? "filled" : "default"}
        aria-pressed={isOn}
        leftSection={<Radio size={16} aria-hidden />}
        onClick={onToggle}
      >
        Live
      </Button>
      {isOn && (
        <Text size="sm" c="dimmed">
          {tail.isConnected ? "Following" : "Connecting…"}
        </Text>
      )}
      {waiting > 0 && (
        <Button size="xs" variant="light" onClick={onShow}>
          ▲ {waiting} new
        </Button>
      )}
      {isOn && <Announcement count={tail.rows.length} />}
      {isOn && tail.error && !tail.isConnected && <Problem error={tail.error} />}
    </Group>
  );
}

/** Heard now and then; a row each time would drown everything else. */
function Announcement({ count }: { count: number }) {
  const [heard, setHeard] = useState(0);
  useEffect(() => {
    if (count === heard) {
      return;
    }
    const timer = setTimeout(() => setHeard(count), ANNOUNCED_EVERY_MILLIS);
    return () => clearTimeout(timer);
  }, [count, heard]);
  return <VisuallyHidden role="status">{heard > 0 && `${heard} rejections so far`}</VisuallyHidden>;
}
