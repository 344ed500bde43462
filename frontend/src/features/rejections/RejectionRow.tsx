import {
  Anchor,
  Box,
  CopyButton,
  Stack,
  Table,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import ShieldCheck from "lucide-react/icons/shield-check";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import type { Rejection } from "../../api/client";
import { Moment } from "../../ui/Moment";
import { UntrustedText } from "../../ui/UntrustedText";
import classes from "./RejectionRow.module.css";
import { reasonTitle } from "./reasons";

interface Props {
  rejection: Rejection;
  onOpen: () => void;
}

export function RejectionRow({ rejection, onOpen }: Props) {
  return (
    <Table.Tr>
      <Table.Td className={classes.time}>
        <Moment at={rejection.time} precise />
      </Table.Td>
      <Table.Td>
        <Anchor component="button" type="button" size="sm" fw={600} ta="start" onClick={onOpen}>
          {reasonTitle(rejection.reason)}
        </Anchor>
        <Text size="xs" c="dimmed">
          {rejection.status} · {rejection.reason}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" ff="monospace">
          {rejection.method} <UntrustedText text={rejection.path} />
        </Text>
        <Text size="xs" c="dimmed">
          <UntrustedText text={rejection.host} /> · from {rejection.sourceAddress}
        </Text>
      </Table.Td>
      <Table.Td>
        <Route rejection={rejection} />
      </Table.Td>
      <Table.Td>
        <Identity rejection={rejection} />
      </Table.Td>
      <Table.Td>
        <RequestId id={rejection.requestId} />
      </Table.Td>
    </Table.Tr>
  );
}

function Route({ rejection }: { rejection: Rejection }) {
  return rejection.route ? (
    <>
      <Text size="sm">{rejection.route}</Text>
      <Text size="xs" c="dimmed">
        {rejection.project}
      </Text>
    </>
  ) : (
    <Text size="sm" c="dimmed">
      none
    </Text>
  );
}

/** Who called: what the issuer vouches for is set apart from what anybody could have claimed. */
function Identity({ rejection }: { rejection: Rejection }) {
  const { client, email, subject, issuer, verified } = rejection;
  if (!client && !email && !subject && !issuer) {
    return (
      <Text size="sm" c="dimmed">
        none given
      </Text>
    );
  }
  return (
    <Box className={verified ? undefined : classes.unverified}>
      <Text size="xs" fw={600} c={verified ? undefined : "dimmed"}>
        {verified ? (
          <ShieldCheck size={12} aria-hidden />
        ) : (
          <ShieldQuestionMark size={12} aria-hidden />
        )}{" "}
        {verified ? "Verified" : "Unverified claims"}
      </Text>
      <Stack gap={0}>
        {[email ?? subject, client, issuer].map(
          (claim) =>
            claim && (
              <Text key={claim} size="xs">
                <UntrustedText text={claim} />
              </Text>
            ),
        )}
      </Stack>
    </Box>
  );
}

function RequestId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : "Copy"}>
          <UnstyledButton
            className={classes.id}
            onClick={copy}
            aria-label={`Copy request ID ${id}`}
          >
            <UntrustedText text={id} />
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
