import { Alert, List, Stack, Table, Text } from "@mantine/core";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import { inDuration } from "../../ui/time";
import { UntrustedText } from "../../ui/UntrustedText";
import type { IssuerReport } from "./issuers.queries";

/** What a test found. All of it comes from the issuer, so nothing in it is trusted as text. */
export function IssuerReportView({ report }: { report: IssuerReport }) {
  const { usable, problems, keys } = report;
  return (
    <Stack gap="sm">
      <Alert
        role={usable ? "status" : "alert"}
        color={usable ? "teal" : "red"}
        icon={usable ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
        title={usable ? "Tokens of this issuer can be judged" : "No token could be judged"}
      >
        <List size="sm">
          {problems.map((problem) => (
            <List.Item key={problem}>
              <UntrustedText text={problem} />
            </List.Item>
          ))}
        </List>
        <Source report={report} />
      </Alert>
      {keys.length > 0 && <Keys keys={keys} />}
    </Stack>
  );
}

function Source({ report: { jwksUri, maxAgeSeconds } }: { report: IssuerReport }) {
  return (
    <>
      {jwksUri && (
        <Text size="sm">
          Keys from <UntrustedText text={jwksUri} />
          {maxAgeSeconds === undefined
            ? "."
            : `; the issuer says they may be kept for ${inDuration(maxAgeSeconds)}.`}
        </Text>
      )}
    </>
  );
}

function Keys({ keys }: { keys: IssuerReport["keys"] }) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label="Keys" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Key ID</Table.Th>
            <Table.Th>Type</Table.Th>
            <Table.Th>Algorithm</Table.Th>
            <Table.Th>Usable</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key, index) => (
            <Table.Tr key={`${key.kid} ${index}`}>
              <Table.Td>
                <UntrustedText text={key.kid ?? "none"} />
              </Table.Td>
              <Table.Td>{[key.kty, key.crv].filter(Boolean).join(" ")}</Table.Td>
              <Table.Td>{key.alg ?? "any"}</Table.Td>
              <Table.Td>
                {key.usable ? "yes" : <UntrustedText text={key.problem ?? "no"} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
