import { Alert, List, Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import type { ReactNode } from "react";
import type { Revision } from "../api/client";
import { revisionQuery } from "../api/revisions";
import { type Act, inWords } from "./receipts";

interface Props {
  act: Act;
  onClose?: () => void;
}

/** What the API confirmed of a policy change, or who has yet to confirm it. */
export function ReceiptNotice({ act, onClose }: Props) {
  return act.receipt.isEnforced ? (
    <Enforced text={inWords(act.verb, act.receipt)} name={act.name} onClose={onClose}>
      {!onClose && <EachGateway revision={act.receipt.revision} />}
    </Enforced>
  ) : (
    <Outstanding act={act} onClose={onClose} />
  );
}

interface EnforcedProps {
  text: string;
  name: string;
  onClose: Props["onClose"] | undefined;
  children?: ReactNode;
}

function Enforced({ text, name, onClose, children }: EnforcedProps) {
  return (
    <Alert
      role="status"
      color="teal"
      icon={<CircleCheck aria-hidden />}
      title={text}
      {...closing(onClose)}
    >
      {name}
      {children}
    </Alert>
  );
}

/** By name: what is confirmed is confirmed by each of them. */
function EachGateway({ revision }: { revision: number }) {
  const asked = useQuery(revisionQuery(revision));
  return (
    <List size="sm">
      {asked.data?.replicas.map(({ name, applied }) => (
        <List.Item key={name}>
          {name} {applied ? "acts on it" : "has lost its lease and rejects everything"}
        </List.Item>
      ))}
    </List>
  );
}

function Outstanding({ act, onClose }: { act: Act; onClose: Props["onClose"] | undefined }) {
  const { receipt, verb, name } = act;
  const asked = useQuery(revisionQuery(receipt.revision));
  if (asked.data?.confirmed) {
    const text = `${verb} on all gateways after a wait · revision ${receipt.revision}`;
    return <Enforced text={text} name={name} onClose={onClose} />;
  }
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<Loader size="xs" color="yellow" />}
      title={`Committed as revision ${receipt.revision}, but not in force everywhere yet`}
      {...closing(onClose)}
    >
      <Text size="sm">{name}: these gateways may still act on what was before.</Text>
      <List size="sm">
        {outstandingIn(asked.data, receipt.outstanding).map((gateway) => (
          <List.Item key={gateway}>{gateway}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function outstandingIn(revision: Revision | undefined, names: string[]): string[] {
  return revision
    ? revision.replicas.filter((replica) => !replica.applied).map(sayUntilWhen)
    : names.map((name) => `${name} has not confirmed`);
}

function sayUntilWhen(replica: Revision["replicas"][number]): string {
  const seconds = ((replica.leaseEndsInMillis ?? 0) / 1000).toFixed(1);
  return replica.leaseEndsInMillis === undefined
    ? `${replica.name} has not confirmed`
    : `${replica.name} has not confirmed; without a sign of life for ${seconds} s it rejects everything`;
}

/** Above a page's content it can be dismissed and keeps its distance; in a dialog neither. */
function closing(onClose: (() => void) | undefined) {
  return onClose ? { withCloseButton: true, closeButtonLabel: "Dismiss", onClose, mb: "md" } : {};
}
