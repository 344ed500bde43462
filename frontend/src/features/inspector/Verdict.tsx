import { Alert, List, Stack, Text } from "@mantine/core";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import type { Explanation } from "../../api/explain";
import { DecisionTrace } from "../../ui/DecisionTrace";
import { UntrustedText } from "../../ui/UntrustedText";

/** What gateways would decide, and how they come to it. */
export function Verdict({ explanation }: { explanation: Explanation }) {
  const { admitted, title, reason, detail, route, client, revision, remedies, sufficient } =
    explanation;
  return (
    <Stack gap="sm">
      {admitted ? (
        <Alert role="status" color="teal" icon={<CircleCheck aria-hidden />} title="Admitted">
          Route {route}
          {client && (
            <>
              , client <UntrustedText text={client} />
            </>
          )}
          , at revision {revision}.
        </Alert>
      ) : (
        <Alert
          role="status"
          color="red"
          icon={<CircleX aria-hidden />}
          title={`Rejected: ${reason}`}
        >
          {title} {detail && <UntrustedText text={detail} />}
        </Alert>
      )}
      {remedies.length > 0 && (
        <>
          <Text size="sm" fw={600}>
            {sufficient ? "What would admit it" : "What is needed, but does not suffice"}
          </Text>
          <List type="ordered" size="sm">
            {remedies.map((remedy) => (
              <List.Item key={`${remedy.action} ${remedy.call.path}`}>
                <UntrustedText text={remedy.title} />
              </List.Item>
            ))}
          </List>
        </>
      )}
      <DecisionTrace label="Checks" checks={explanation.checks} />
    </Stack>
  );
}
