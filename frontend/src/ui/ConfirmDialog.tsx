import { Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "./Problem";
import { ReceiptNotice } from "./ReceiptNotice";
import type { Act } from "./receipts";
import { WaitingForGateways } from "./WaitingForGateways";

interface Props {
  title: string;
  /** What follows from it. */
  children: ReactNode;
  action: string;
  /** Whether all that is asked for first is there. */
  isReady?: boolean;
  /** Said while the API has not answered, where no gateway is waited for. */
  waiting?: string;
  /** Whether it gives access rather than taking it. */
  isHarmless?: boolean;
  change: { isPending: boolean; error: Error | null; act: Act | undefined };
  onConfirm: () => void;
  onClose: () => void;
}

/**
 * Asks before access is taken away, then waits for the API. It says that something is done only
 * once the API has; closing it does not take the change back.
 */
export function ConfirmDialog({ title, children, action, ...props }: Props) {
  const { change, onConfirm, onClose, isReady = true, isHarmless = false } = props;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        {change.act ? <ReceiptNotice act={change.act} /> : children}
        {change.error && <Problem error={change.error} />}
        {change.isPending && <Waiting saying={props.waiting} />}
        <Group justify="flex-end">
          {change.act ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose} data-autofocus>
                Cancel
              </Button>
              <Button
                {...(isHarmless ? {} : { color: "red.9" })}
                loading={change.isPending}
                disabled={!isReady}
                onClick={onConfirm}
              >
                {action}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Waiting({ saying }: { saying: string | undefined }) {
  if (saying === undefined) {
    return <WaitingForGateways />;
  }
  return (
    <Group gap="xs" role="status">
      <Loader size="xs" />
      <Text size="sm">{saying}</Text>
    </Group>
  );
}
