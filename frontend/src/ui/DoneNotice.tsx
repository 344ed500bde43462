import { Alert } from "@mantine/core";
import CircleCheck from "lucide-react/icons/circle-check";
import type { ReactNode } from "react";

interface Props {
  title: string;
  onClose: () => void;
  children?: ReactNode;
}

/** What the API has done of itself, without gateways that have to confirm it. */
export function DoneNotice({ title, onClose, children }: Props) {
  return (
    <Alert
      role="status"
      color="teal"
      icon={<CircleCheck aria-hidden />}
      title={title}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={onClose}
      mb="md"
    >
      {children}
    </Alert>
  );
}
