import { Alert, List, Stack } from "@mantine/core";
import CircleAlert from "lucide-react/icons/circle-alert";
import { Problem } from "./Problem";
import { ReceiptNotice } from "./ReceiptNotice";
import { UntrustedText } from "./UntrustedText";
import type { Bulk } from "./useBulk";

interface Props<T> {
  bulk: Bulk<T>;
  /** As in "Created". */
  verb: string;
  /** As in "clients". */
  noun: string;
  nameOf: (item: T) => string;
}

/** That an act on many items is in force, or which of them kept all back, and why. */
export function BulkOutcome<T>({ bulk, verb, noun, nameOf }: Props<T>) {
  return (
    <Stack gap="sm">
      {bulk.receipt && (
        <ReceiptNotice act={{ verb, name: `${bulk.total} ${noun}`, receipt: bulk.receipt }} />
      )}
      {bulk.error && <Problem error={bulk.error} />}
      {bulk.failures.length > 0 && (
        <Alert
          role="alert"
          color="red"
          icon={<CircleAlert aria-hidden />}
          title={`Nothing was changed: ${bulk.failures.length} of ${bulk.total} ${noun} cannot be`}
        >
          <List size="sm">
            {bulk.failures.map(({ item, why }) => (
              <List.Item key={nameOf(item)}>
                <UntrustedText text={nameOf(item)} />: {why}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
