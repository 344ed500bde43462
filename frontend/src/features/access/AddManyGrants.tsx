import { Button, Code, Group, Radio, Stack, Table, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useGrantChanges } from "../../api/bulk";
import { BulkOutcome } from "../../ui/BulkOutcome";
import { UntrustedText } from "../../ui/UntrustedText";
import { useBulk } from "../../ui/useBulk";
import { type PastedGrant, readGrants } from "./pastedGrants";

/** Grants from pasted lines; each is shown as it would be made before any is. */
export function AddManyGrants({ project }: { project: string }) {
  const change = useGrantChanges(project);
  const [text, setText] = useState("");
  const [effect, setEffect] = useState<"allow" | "deny">("allow");
  const { bulk, isRunning, run } = useBulk((pasted: PastedGrant[]) =>
    change.mutateAsync(
      pasted.flatMap(({ grant }) => (grant ? [{ id: grant.id, create: { ...grant.item } }] : [])),
    ),
  );
  const lines = readGrants(text, effect);
  const good = lines.filter((line) => line.grant);
  return (
    <Stack>
      <Radio.Group
        label="Effect"
        value={effect}
        onChange={(value) => setEffect(value as "allow" | "deny")}
      >
        <Group mt={4}>
          <Radio value="allow" label="Allow" />
          <Radio value="deny" label="Deny" />
        </Group>
      </Radio.Group>
      <Textarea
        label="Who, one in each line"
        description="An e-mail address, a domain, or a principal. What follows a comma is a note."
        placeholder={"alice@example.com\nexample.org, the partners\nserviceAccount:ci@shop.example"}
        rows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Preview lines={lines} />
      {bulk && (
        <BulkOutcome bulk={bulk} verb="Created" noun="grants" nameOf={(line) => line.text} />
      )}
      <Group justify="flex-end">
        <Button
          disabled={good.length === 0}
          loading={isRunning}
          onClick={async () => {
            if (await run(good)) {
              setText("");
            }
          }}
        >
          Create {good.length} {good.length === 1 ? "grant" : "grants"}
        </Button>
      </Group>
    </Stack>
  );
}

function Preview({ lines }: { lines: PastedGrant[] }) {
  if (lines.length === 0) {
    return null;
  }
  return (
    <Table aria-label="What would be created" withTableBorder>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.line}>
            <Table.Td c="dimmed">{line.line}</Table.Td>
            <Table.Td>
              {line.grant ? (
                <Code>{line.grant.item.principal}</Code>
              ) : (
                <Text size="sm" span>
                  <UntrustedText text={line.text} />
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {line.fault ? (
                <Text size="sm" c="var(--mantine-color-error)">
                  {line.fault}
                </Text>
              ) : (
                line.grant?.item.note
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
