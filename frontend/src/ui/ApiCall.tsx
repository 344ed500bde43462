import { Button, Code, Collapse, CopyButton, Group, Stack, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import ChevronRight from "lucide-react/icons/chevron-right";

export interface Call {
  method: "PUT" | "PATCH" | "POST" | "DELETE";
  /** Below /api/v1. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The same as a call to the API, to be copied; the token is a placeholder. */
export function ApiCall({ call, opened = false }: { call: Call; opened?: boolean }) {
  const [isOpen, { toggle }] = useDisclosure(opened);
  const text = curl(call);
  return (
    <Stack gap="xs" align="stretch">
      <UnstyledButton onClick={toggle} aria-expanded={isOpen} fz="sm" c="dimmed">
        <Group gap={4}>
          <ChevronRight size={14} aria-hidden transform={isOpen ? "rotate(90)" : undefined} />
          As API call
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Code block tabIndex={0} aria-label="API call" role="group">
          {text}
        </Code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button mt="xs" size="xs" variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Collapse>
    </Stack>
  );
}

export function curl({ method, path, headers = {}, body }: Call): string {
  const lines = [
    `curl -X ${method} ${quoted(`${location.origin}/api/v1${path}`)}`,
    `-H "Authorization: Bearer $PORTCULLIS_TOKEN"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ];
  if (body !== undefined) {
    lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`);
  }
  return lines.join(" \\\n  ");
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
