import { Alert, Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { issuerKeysQuery, isTroubled } from "../../api/issuerKeys";

/** Issuers whose keys a gateway cannot fetch. */
export function KeyWarnings({ project }: { project: string }) {
  const { data } = useQuery(issuerKeysQuery(project));
  const troubled = data?.filter(({ gateways }) => gateways.some(isTroubled)) ?? [];
  if (troubled.length === 0) {
    return null;
  }
  const isMissing = troubled.some(({ gateways }) =>
    gateways.some((one) => one.state === "missing"),
  );
  return (
    <Alert
      color={isMissing ? "red" : "yellow"}
      title={`Keys of ${troubled.map(({ issuer }) => issuer).join(", ")} cannot be fetched`}
    >
      {isMissing
        ? "A gateway has none: it answers tokens of that issuer with 503. "
        : "Gateways go on with those that they have, for a day at most. "}
      <Anchor
        renderRoot={(props) => <Link to="/p/$project/issuers" params={{ project }} {...props} />}
      >
        Look at the issuers
      </Anchor>
    </Alert>
  );
}
