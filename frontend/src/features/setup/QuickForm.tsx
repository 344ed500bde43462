import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import type { Receipt } from "../../api/receipt";
import { type Need, Needs } from "../../ui/Needs";
import { Problem } from "../../ui/Problem";

interface Props {
  action: string;
  needs: Need;
  isReady: boolean;
  create: () => Promise<Receipt>;
  children?: ReactNode;
}

/** The few fields that are needed; everything else has a page of its own. */
export function QuickForm({ action, needs, isReady, create, children }: Props) {
  const change = useMutation({ mutationFn: create });

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={520}>
        {children}
        {change.error && <Problem error={change.error} />}
        <Group>
          <Needs {...needs}>
            <Button type="submit" loading={change.isPending} disabled={!isReady}>
              {action}
            </Button>
          </Needs>
        </Group>
      </Stack>
    </form>
  );
}
