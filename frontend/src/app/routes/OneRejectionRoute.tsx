import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { explanationQuery } from "../../features/rejections/rejections.queries";
import { PageHeader } from "../../ui/PageHeader";
import { Problem } from "../../ui/Problem";

const route = getRouteApi("/r/$requestId");

/** The link that stays: it leads to the request in its project, whichever that is. */
export function OneRejectionRoute() {
  const { requestId } = route.useParams();
  const found = useQuery(explanationQuery(requestId));
  if (found.error) {
    return (
      <>
        <PageHeader title="Rejected request">
          Rejections are kept for as long as their project says, 30 days by default.
        </PageHeader>
        <Problem error={found.error} onRetry={found.refetch} />
      </>
    );
  }
  if (!found.data) {
    return null;
  }
  const { project, time } = found.data.rejection;
  const search = { open: requestId, range: rangeOf(time) };
  return project === undefined ? (
    <Navigate to="/rejections" search={search} replace />
  ) : (
    <Navigate to="/p/$project/rejections" params={{ project }} search={search} replace />
  );
}

const DAY_MILLIS = 86_400_000;

function rangeOf(time: string): "30d" | undefined {
  return Date.now() - Date.parse(time) > DAY_MILLIS ? "30d" : undefined;
}
