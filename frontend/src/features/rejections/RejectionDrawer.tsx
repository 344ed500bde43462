import { Alert, Badge, Drawer, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import ShieldQuestionMark from "lucide-react/icons/shield-question-mark";
import type { Check, Explanation } from "../../api/explain";
import { DecisionTrace } from "../../ui/DecisionTrace";
import { Problem } from "../../ui/Problem";
import { UntrustedText } from "../../ui/UntrustedText";
import { Claims } from "./Claims";
import { DrawerActions } from "./DrawerActions";
import { Facts } from "./Facts";
import { QuickFixes } from "./QuickFixes";
import { reasonTitle } from "./reasons";
import { explanationQuery } from "./rejections.queries";
import type { RejectionSearch } from "./search";

interface Props {
  requestId: string | undefined;
  /** To the row before or after; absent at the end of the list. */
  onMove: { previous: (() => void) | undefined; next: (() => void) | undefined };
  onFilter: (filter: Partial<RejectionSearch>) => void;
  onClose: () => void;
}

/** Why one request was rejected, whether it would be now, and what would admit it. */
export function RejectionDrawer({ requestId, onMove, onFilter, onClose }: Props) {
  return (
    <Drawer
      opened={requestId !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title="Rejected request"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {requestId !== undefined && (
        <Stack>
          <DrawerActions requestId={requestId} onMove={onMove} />
          <Explained key={requestId} requestId={requestId} onFilter={onFilter} />
        </Stack>
      )}
    </Drawer>
  );
}

interface ExplainedProps {
  requestId: string;
  onFilter: Props["onFilter"];
}

function Explained({ requestId, onFilter }: ExplainedProps) {
  const explained = useQuery(explanationQuery(requestId));
  if (explained.error && !explained.data) {
    return <Problem error={explained.error} onRetry={explained.refetch} />;
  }
  if (!explained.data) {
    return <Loader size="sm" aria-label="Loading the explanation" />;
  }
  const { rejection, checks, now } = explained.data;
  return (
    <Stack>
      <Group gap="xs">
        <Title order={3}>{reasonTitle(rejection.reason)}</Title>
        <Badge variant="light" color="gray" tt="none">
          {rejection.status} {rejection.reason}
        </Badge>
      </Group>
      {rejection.detail && (
        <Text size="sm">
          <UntrustedText text={rejection.detail} />
        </Text>
      )}
      {now &&
        (rejection.verified ? (
          <Now now={now} />
        ) : (
          <Unvouched checks={checks as unknown as Check[]} />
        ))}
      {now && rejection.verified && <QuickFixes project={rejection.project ?? ""} now={now} />}
      <Claims rejection={rejection} onFilter={onFilter} />
      <Facts rejection={rejection} onFilter={onFilter} />
      <Title order={4}>What was checked then, at revision {rejection.revision}</Title>
      <DecisionTrace label="Checks then" checks={checks as unknown as Check[]} />
      {now && rejection.verified && (
        <>
          <Title order={4}>What would be checked now, at revision {now.revision}</Title>
          <DecisionTrace label="Checks now" checks={now.checks} />
        </>
      )}
    </Stack>
  );
}

/** Nothing is kept of a signature, so what the policy says of such claims says nothing of the token. */
function Unvouched({ checks }: { checks: Check[] }) {
  const wasReached = checks.some(
    ({ check, outcome }) => check === "signature" && outcome !== "not-reached",
  );
  return (
    <Alert color="gray" icon={<ShieldQuestionMark aria-hidden />} title="No quick fix">
      {wasReached
        ? "The signature was not verified. A fix made of these claims would let in whoever wrote them."
        : "The gateway stopped before it came to the signature, so nobody vouches for these claims. Have the caller’s token checked in the Inspector before you change anything."}
    </Alert>
  );
}

/** The policy of this moment, asked about claims like those that were kept. */
function Now({ now }: { now: Explanation }) {
  return now.admitted ? (
    <Alert
      role="status"
      color="teal"
      icon={<CircleCheck aria-hidden />}
      title="Would now be admitted"
    >
      By the policy at revision {now.revision}, with a token that is valid at this time.
    </Alert>
  ) : (
    <Alert color="red" icon={<CircleX aria-hidden />} title="Would still be rejected">
      {now.title}
      {now.detail && (
        <>
          {" "}
          <UntrustedText text={now.detail} />
        </>
      )}
    </Alert>
  );
}
