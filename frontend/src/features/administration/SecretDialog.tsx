import {
  Alert,
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Modal,
  Stack,
  Text,
} from "@mantine/core";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useState } from "react";
import type { NewApiToken } from "../../api/client";

interface Props {
  token: NewApiToken;
  onClose: () => void;
}

/** The secret, shown this once; the dialog stays until its user says that it is stored. */
export function SecretDialog({ token, onClose }: Props) {
  const [isStored, setStored] = useState(false);
  const call = `curl -H "Authorization: Bearer $PORTCULLIS_TOKEN" ${location.origin}/api/v1/whoami`;
  return (
    <Modal
      opened
      size="lg"
      onClose={() => isStored && onClose()}
      withCloseButton={false}
      closeOnEscape={isStored}
      closeOnClickOutside={false}
      title={`API token “${token.name}”`}
    >
      <Stack>
        <Alert color="yellow" icon={<TriangleAlert aria-hidden />} title="It is shown this once">
          Only its hash is kept. Whoever has it is {token.role} until it expires or is revoked.
        </Alert>
        <Copyable label="API token" text={token.token} />
        <Text size="sm">Try it, with the token in PORTCULLIS_TOKEN:</Text>
        <Copyable label="Call" text={call} />
        <Checkbox
          label="I stored it where it belongs"
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button onClick={onClose} disabled={!isStored}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  return (
    <Group wrap="nowrap" align="flex-start">
      <Code block tabIndex={0} role="group" aria-label={label} flex={1} miw={0}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            aria-label={`Copy ${label}`}
            data-autofocus={label === "API token"}
          >
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
