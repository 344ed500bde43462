import {
  Button,
  Code,
  FileInput,
  Group,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
} from "@mantine/core";
import { useState } from "react";
import { useClientChanges } from "../../api/bulk";
import type { Issuer } from "../../api/client";
import { BulkOutcome } from "../../ui/BulkOutcome";
import { UntrustedText } from "../../ui/UntrustedText";
import { useBulk } from "../../ui/useBulk";
import { type PastedClient, readClients } from "./pastedClients";

interface Props {
  project: string;
  issuers: Issuer[];
}

/** Clients from pasted lines or a file; each is shown as it would be made before any is. */
export function AddManyClients({ project, issuers }: Props) {
  const ids = issuers.map((issuer) => issuer.id ?? "");
  const change = useClientChanges(project);
  const [text, setText] = useState("");
  const [issuer, setIssuer] = useState(ids[0] ?? "");
  const { bulk, isRunning, run } = useBulk((pasted: PastedClient[]) =>
    change.mutateAsync(
      pasted.flatMap(({ client }) =>
        client ? [{ id: client.id, create: { ...client.item } }] : [],
      ),
    ),
  );
  const lines = readClients(text, issuer);
  const good = lines.filter((line) => line.client);
  return (
    <Stack>
      <Select
        label="Issuer"
        description="Of the lines that name none."
        allowDeselect={false}
        data={ids}
        value={issuer}
        onChange={(chosen) => setIssuer(chosen ?? "")}
      />
      <FileInput
        label="File"
        placeholder="A CSV file"
        accept=".csv,text/csv,text/plain"
        onChange={async (file) => file && setText(await file.text())}
      />
      <Textarea
        label="Clients, one in each line"
        description="Client ID, name, application type, issuer. All but the first may be left out."
        placeholder={"1234-shop.apps.googleusercontent.com, Shop, web\nshop-ios, Shop for iOS, ios"}
        rows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Preview lines={lines} />
      {bulk && (
        <BulkOutcome bulk={bulk} verb="Created" noun="clients" nameOf={(line) => line.text} />
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
          Create {good.length} {good.length === 1 ? "client" : "clients"}
        </Button>
      </Group>
    </Stack>
  );
}

const SHOWN = 50;

function Preview({ lines }: { lines: PastedClient[] }) {
  if (lines.length === 0) {
    return null;
  }
  const faulty = lines.filter((line) => line.fault);
  const shown = [...faulty, ...lines.filter((line) => !line.fault)].slice(0, SHOWN);
  return (
    <Stack gap={4}>
      <Text size="sm">
        {lines.length - faulty.length} make a client, {faulty.length} do not.
      </Text>
      <Table aria-label="What would be created" withTableBorder>
        <Table.Tbody>
          {shown.map(({ line, text, client, fault }) => (
            <Table.Tr key={line}>
              <Table.Td c="dimmed">{line}</Table.Td>
              <Table.Td>
                {client ? <Code>{client.id}</Code> : <UntrustedText text={text} />}
              </Table.Td>
              <Table.Td>
                {fault ? (
                  <Text size="sm" c="var(--mantine-color-error)">
                    {fault}
                  </Text>
                ) : (
                  client && `${client.item.name}, ${client.item.applicationType}`
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
