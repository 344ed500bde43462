import { Alert, List, Progress, Stack, Text } from "@mantine/core";
import CircleAlert from "lucide-react/icons/circle-alert";
import { ApiError } from "../api/problem";
import { ReceiptNotice } from "./ReceiptNotice";
import { UntrustedText } from "./UntrustedText";
import type { Bulk } from "./useBulk";

interface Props<T> {
  bulk: Bulk<T>;
  isRunning: boolean;
  /** As in "Created". */
  verb: string;
  /** As in "clients". */
  noun: string;
  nameOf: (item: T) => string;
}

/** How an act on many items goes, what is in force, and which items failed and why. */
export function BulkOutcome<T>({ bulk, isRunning, verb, noun, nameOf }: Props<T>) {
  const settled = bulk.done + bulk.failures.length;
  return (
    <Stack gap="sm">
      {isRunning && (
        <>
          <Progress value={(100 * settled) / bulk.total} aria-label={`${verb} so far`} />
          <Text size="sm" role="status">
            {settled} of {bulk.total}
          </Text>
        </>
      )}
      {!isRunning && bulk.receipt && (
        <ReceiptNotice act={{ verb, name: `${bulk.done} ${noun}`, receipt: bulk.receipt }} />
      )}
      {bulk.failures.length > 0 && (
        <Alert
          role="alert"
          color="red"
          icon={<CircleAlert aria-hidden />}
          title={`${bulk.failures.length} of ${bulk.total} ${noun} failed`}
        >
          <List size="sm">
            {bulk.failures.map(({ item, error }) => (
              <List.Item key={nameOf(item)}>
                <UntrustedText text={nameOf(item)} />: {whyOf(error)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

function whyOf(error: Error): string {
  if (!(error instanceof ApiError)) {
    return error.message;
  }
  if (error.status === 412) {
    return "it is there already, or was changed in the meantime";
  }
  const [first] = error.violations;
  return first ? `${first.field} ${first.message}` : error.detail || error.message;
}
