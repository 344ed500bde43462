import { Alert, Button, Code, CopyButton, Group, List, Stack, Text } from "@mantine/core";
import CircleAlert from "lucide-react/icons/circle-alert";
import type { ReactNode } from "react";
import { ApiError } from "../api/problem";
import { useSecondsUntil } from "./useSecondsUntil";

interface Props {
  error: Error;
  onRetry?: (() => unknown) | undefined;
  /** What is still shown beside it, such as rows of an earlier answer. */
  children?: ReactNode;
}

/** What went wrong, in the API's words, with what operators need to find it in the log. */
export function Problem({ error, onRetry, children }: Props) {
  const problem = error instanceof ApiError ? error : null;
  return (
    <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title={error.message}>
      <Stack gap="xs" align="flex-start">
        {problem?.detail && <Text size="sm">{problem.detail}</Text>}
        <Violations error={problem} />
        {children}
        {problem?.requestId && <RequestId id={problem.requestId} code={problem.code} />}
        <Retry at={problem?.retryAt ?? null} onRetry={onRetry} />
      </Stack>
    </Alert>
  );
}

/** Counts down for as long as the API has asked to be left alone. */
function Retry({ at, onRetry }: { at: number | null; onRetry: Props["onRetry"] }) {
  const seconds = useSecondsUntil(at);
  if (!onRetry) {
    return seconds > 0 ? <Text size="sm">The server takes it again in {seconds} s.</Text> : null;
  }
  return (
    <Button size="xs" variant="default" disabled={seconds > 0} onClick={() => onRetry()}>
      {seconds > 0 ? `Try again in ${seconds} s` : "Try again"}
    </Button>
  );
}

function Violations({ error }: { error: ApiError | null }) {
  if (!error || error.violations.length === 0) {
    return null;
  }
  return (
    <List size="sm">
      {error.violations.map(({ field, message }) => (
        <List.Item key={`${field} ${message}`}>
          {field && <Code>{field}</Code>} {message}
        </List.Item>
      ))}
    </List>
  );
}

function RequestId({ id, code }: { id: string; code: string }) {
  return (
    <Group gap="xs">
      <Text size="xs">
        {code} · request {id}
      </Text>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? "Copied" : "Copy ID"}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
