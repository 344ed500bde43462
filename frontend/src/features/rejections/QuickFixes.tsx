import { Button, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Explanation, Remedy } from "../../api/explain";
import type { Permission } from "../../api/whoami";
import { Moment } from "../../ui/Moment";
import { Needs } from "../../ui/Needs";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import type { Act } from "../../ui/receipts";
import { UntrustedText } from "../../ui/UntrustedText";
import { FixDialog } from "./FixDialog";

interface Props {
  project: string;
  now: Explanation;
}

/** Changes that would admit the request, offered only where the issuer vouched for who is calling. */
export function QuickFixes({ project, now }: Props) {
  const [asked, setAsked] = useState<Remedy>();
  const [act, setAct] = useState<Act>();
  return (
    <Stack gap="sm">
      {act && <ReceiptNotice act={act} onClose={() => setAct(undefined)} />}
      {!now.admitted && <Remedies now={now} project={project} onAsk={setAsked} />}
      {asked && <FixDialog remedy={asked} onDone={setAct} onClose={() => setAsked(undefined)} />}
    </Stack>
  );
}

interface RemediesProps {
  now: Explanation;
  project: string;
  onAsk: (remedy: Remedy) => void;
}

function Remedies({
  now: { remedies, sufficient, registeredIn = [] },
  project,
  onAsk,
}: RemediesProps) {
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Title order={4}>
          {remedies.length > 0 ? "What would admit it" : "No change admits it"}
        </Title>
        {registeredIn.length > 0 && (
          <Text size="sm">This client is registered in {registeredIn.join(", ")} instead.</Text>
        )}
        {!sufficient && (
          <Text size="sm">
            {remedies.length > 0
              ? "These are needed, but do not suffice: something that no change mends stands against it too."
              : "What stands against it is in the token or the request itself; the caller has to change that."}
          </Text>
        )}
        <List type="ordered" spacing="xs" size="sm">
          {remedies.map((remedy, index) => (
            <List.Item key={`${remedy.action} ${remedy.call.path}`}>
              <Group gap="xs">
                <UntrustedText text={remedy.title} />
                {index === 0 && (
                  <Needs permission={permissionOf(remedy)} over={{ project }}>
                    <Button size="compact-sm" variant="light" onClick={() => onAsk(remedy)}>
                      Do this…
                    </Button>
                  </Needs>
                )}
              </Group>
              {remedy.since && (
                <Text size="xs" c="dimmed">
                  so since <Moment at={remedy.since.time} />, by {remedy.since.actor}, revision{" "}
                  {remedy.since.revision}
                </Text>
              )}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}

/** By the kind of item that its call changes. */
function permissionOf({ call }: Remedy): Permission {
  const kinds: Permission[] = ["issuers.write", "grants.write", "clients.write"];
  return kinds.find((one) => call.path.includes(`/${one.split(".")[0]}/`)) ?? "clients.write";
}
