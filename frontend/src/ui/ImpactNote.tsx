import { Alert, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import UserX from "lucide-react/icons/user-x";
import { type Impact, impactQuery, type Weighed } from "../api/impact";
import { Moment } from "./Moment";
import { UntrustedText } from "./UntrustedText";

interface Props {
  project: string;
  kind: Weighed;
  id: string;
  /** Fields to change; its removal without. */
  changes?: object;
}

const NAMED = 3;
const number = new Intl.NumberFormat();

/** Whom a change would cut off, from what gateways counted. */
export function ImpactNote({ project, kind, id, changes }: Props) {
  const impact = useQuery(impactQuery(project, kind, id, changes));
  if (impact.error) {
    return (
      <Text size="sm" c="dimmed">
        Whom it would cut off cannot be told: {impact.error.message}
      </Text>
    );
  }
  if (!impact.data) {
    return (
      <Text size="sm" c="dimmed" aria-busy>
        Asking whom it would cut off…
      </Text>
    );
  }
  return <Told impact={impact.data} />;
}

function Told({ impact: { users, complete, requests, items, lastSeenAt } }: { impact: Impact }) {
  if (users === 0 && requests.last30Days === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody who called in the last 30 days would be cut off.
      </Text>
    );
  }
  return (
    <Alert
      color="yellow"
      icon={<UserX aria-hidden />}
      title={`Cuts off ${complete ? "" : "at least "}${number.format(users)} ${users === 1 ? "user" : "users"}`}
    >
      <Text size="sm">
        At most {number.format(requests.last24Hours)} requests of the last 24 hours and{" "}
        {number.format(requests.last30Days)} of the last 30 days came this way.
        {lastSeenAt && (
          <>
            {" "}
            Last seen <Moment at={lastSeenAt} />.
          </>
        )}
      </Text>
      <List size="sm">
        {items.slice(0, NAMED).map(({ issuer, subject, email }) => (
          <List.Item key={`${issuer} ${subject}`}>
            <UntrustedText text={email ?? subject} />
          </List.Item>
        ))}
        {users > NAMED && <List.Item>and {number.format(users - NAMED)} more</List.Item>}
      </List>
    </Alert>
  );
}
