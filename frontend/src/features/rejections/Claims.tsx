import { Group, Paper, Stack, Table, Text } from "@mantine/core";
import ShieldCheck from "lucide-react/icons/shield-check";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import type { Rejection } from "../../api/client";
import { UntrustedText } from "../../ui/UntrustedText";
import { FilterButton } from "./FilterButton";
import classes from "./RejectionRow.module.css";
import type { RejectionSearch } from "./search";

interface Props {
  rejection: Rejection;
  onFilter: (filter: Partial<RejectionSearch>) => void;
}

/** Who called: what the issuer vouches for never looks like what anybody could have written. */
export function Claims({ rejection, onFilter }: Props) {
  const { client, email, subject, issuer, verified } = rejection;
  const rows = [
    { name: "E-mail", value: email, filter: { user: email } },
    { name: "Subject", value: subject, filter: { user: subject } },
    { name: "Client", value: client, filter: { client } },
    { name: "Issuer", value: issuer, filter: null },
  ].filter((row) => row.value);
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The request did not say who was calling.
      </Text>
    );
  }
  return (
    <Paper withBorder p="sm" className={verified ? undefined : classes.unverified}>
      <Stack gap="xs">
        <Group gap={6}>
          {verified ? (
            <ShieldCheck size={16} aria-hidden />
          ) : (
            <ShieldQuestionMark size={16} aria-hidden />
          )}
          <Text size="sm" fw={600}>
            {verified ? "Verified: the issuer vouches for it" : "Unverified claims"}
          </Text>
        </Group>
        {!verified && (
          <Text size="sm">
            The signature was not verified, so anybody can have written this. Do not act on it.
          </Text>
        )}
        <Table aria-label={verified ? "Verified claims" : "Unverified claims"}>
          <Table.Tbody>
            {rows.map(({ name, value = "", filter }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" w={90}>
                  {name}
                </Table.Th>
                <Table.Td>
                  <UntrustedText text={value} />
                </Table.Td>
                <Table.Td w={80}>
                  {filter && <FilterButton name={name} onClick={() => onFilter(filter)} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
}
