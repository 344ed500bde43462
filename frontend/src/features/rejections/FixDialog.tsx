import { Text } from "@mantine/core";
import type { Remedy } from "../../api/explain";
import type { Call } from "../../ui/ApiCall";
import type { Act } from "../../ui/receipts";
import { TakeAwayDialog } from "../../ui/TakeAwayDialog";
import { UntrustedText } from "../../ui/UntrustedText";
import { useRemedy } from "./rejections.queries";

interface Props {
  remedy: Remedy;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** Says what the fix changes before it is made, and waits until gateways act on it. */
export function FixDialog({ remedy, onDone, onClose }: Props) {
  const fix = useRemedy();
  const { call, title } = remedy;
  return (
    <TakeAwayDialog
      act={{
        action: "Change it",
        title: "Change the policy?",
        verb: "Changed",
        name: title,
        isHarmless: true,
        take: () => fix.mutateAsync(remedy),
        call: {
          method: call.method as Call["method"],
          path: call.path.replace("/api/v1", ""),
          ...(call.ifMatch ? { headers: { "If-Match": call.ifMatch } } : {}),
          body: call.body,
        },
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <Text size="sm" fw={600}>
        <UntrustedText text={title} />
      </Text>
      <Text size="sm">
        Not only this request: everything that it applies to is admitted from then on.
      </Text>
    </TakeAwayDialog>
  );
}
