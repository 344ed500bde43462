import { Stack, Text } from "@mantine/core";
import type { Operator } from "../../api/client";
import { ApiCall } from "../../ui/ApiCall";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { useRemoveOperator } from "./administration.queries";
import { nameOf } from "./operatorFields";

interface Props {
  operator: Operator;
  onDone: (text: string) => void;
  onClose: () => void;
}

export function RemoveOperator({ operator, onDone, onClose }: Props) {
  const remove = useRemoveOperator();
  const name = nameOf(operator);
  const id = operator.id ?? "";
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      action="Remove"
      waiting="Ending their sessions…"
      change={{ isPending: remove.isPending, error: remove.error, act: undefined }}
      onConfirm={() => remove.mutate(id, { onSuccess: () => onDone(`Removed ${name}`) })}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          Their sessions end everywhere before this is answered. API tokens that they made go on:
          revoke those by themselves.
        </Text>
        <ApiCall
          call={{ method: "DELETE", path: `/operators/${id}`, headers: { "If-Match": "*" } }}
        />
      </Stack>
    </ConfirmDialog>
  );
}
