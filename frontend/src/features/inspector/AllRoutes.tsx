import { Button, Group, Table, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Route } from "../../api/client";
import { type Explanation, explain } from "../../api/explain";
import { choiceQuery } from "../../api/items";
import { Problem } from "../../ui/Problem";
import { StatusBadge } from "../../ui/StatusBadge";
import { type Caller, claimsOf, sampleOf } from "./supposed";

interface Props {
  project: string;
  caller: Caller | null;
}

interface Answer {
  route: Route;
  explanation: Explanation;
}

const MOST = 50;

/** One person and every route, by one request that each route answers. */
export function AllRoutes({ project, caller }: Props) {
  const routes = useQuery(choiceQuery("routes", project));
  const asking = useMutation({
    mutationFn: async (who: Caller) => {
      const answers: Answer[] = [];
      for (const route of (routes.data ?? []).slice(0, MOST)) {
        const claims = claimsOf(who, Date.now());
        answers.push({
          route,
          explanation: await explain(project, { ...sampleOf(route), claims }),
        });
      }
      return answers;
    },
  });
  return (
    <>
      <Group>
        <Button
          variant="default"
          disabled={!caller || !routes.data?.length}
          loading={asking.isPending}
          onClick={() => caller && asking.mutate(caller)}
        >
          Ask for every route
        </Button>
      </Group>
      {asking.error && <Problem error={asking.error} />}
      {asking.data && (
        <Table aria-label="Every route" withTableBorder>
          <Table.Tbody>
            {asking.data.map(({ route, explanation }) => (
              <Table.Tr key={route.id}>
                <Table.Th scope="row">{route.id}</Table.Th>
                <Table.Td>
                  <Outcome id={route.id} explanation={explanation} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

interface OutcomeProps {
  id: string | undefined;
  explanation: Explanation;
}

function Outcome({ id, explanation: { admitted, reason = "", title, route } }: OutcomeProps) {
  return (
    <Group gap="xs">
      {admitted ? (
        <StatusBadge look="good">Admitted</StatusBadge>
      ) : (
        <StatusBadge look="bad">{reason}</StatusBadge>
      )}
      <Text size="sm" c="dimmed">
        {route !== id && route !== undefined ? `answered by ${route}` : admitted ? "" : title}
      </Text>
    </Group>
  );
}
