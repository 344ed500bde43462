import { ActionIcon, Button, CopyButton, Group, Tooltip } from "@mantine/core";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import type { ReactNode } from "react";
import { UntrustedText } from "../../ui/UntrustedText";
import { useKeys } from "../../ui/useKeys";

interface Props {
  requestId: string;
  onMove: { previous: (() => void) | undefined; next: (() => void) | undefined };
}

/** Moves through the list without closing, and copies what others can open. */
export function DrawerActions({ requestId, onMove: { previous, next } }: Props) {
  const older = () => next?.();
  const newer = () => previous?.();
  useKeys({ j: older, k: newer, "]": older, "[": newer }, "drawer");
  const link = `${location.origin}/console/r/${encodeURIComponent(requestId)}`;
  return (
    <Group gap="xs" justify="space-between">
      <Group gap="xs">
        <Copy label="Copy link" value={link} />
        <Copy label="Copy ID" value={requestId} />
        <code>
          <UntrustedText text={requestId} />
        </code>
      </Group>
      <Group gap={4}>
        <Move label="Newer (k)" onClick={previous}>
          <ArrowUp size={16} aria-hidden />
        </Move>
        <Move label="Older (j)" onClick={next}>
          <ArrowDown size={16} aria-hidden />
        </Move>
      </Group>
    </Group>
  );
}

interface MoveProps {
  label: string;
  onClick: (() => void) | undefined;
  children: ReactNode;
}

function Move({ label, onClick, children }: MoveProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        aria-label={label}
        aria-disabled={onClick === undefined}
        onClick={() => onClick?.()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Copy({ label, value }: { label: string; value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button size="compact-sm" variant="default" onClick={copy}>
          {copied ? "Copied" : label}
        </Button>
      )}
    </CopyButton>
  );
}
