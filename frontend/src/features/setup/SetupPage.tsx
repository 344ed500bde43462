import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { choiceQuery } from "../../api/items";
import { operatorsChoiceQuery } from "../../api/operators";
import { projectChoiceQuery } from "../../api/projects";
import { Needs, useMay } from "../../ui/Needs";
import { PageHeader } from "../../ui/PageHeader";
import { ClientStep } from "./ClientStep";
import { FirstRequest } from "./FirstRequest";
import { GrantStep } from "./GrantStep";
import { IssuerStep } from "./IssuerStep";
import { RouteStep } from "./RouteStep";
import { Step } from "./Step";
import type { SetupSearch } from "./setup.queries";

interface Props {
  search: SetupSearch;
  onSearch: (search: SetupSearch) => void;
}

/** From an empty server to the first request that is admitted. What is there is ticked off. */
export function SetupPage({ search, onSearch }: Props) {
  const projects = useQuery(projectChoiceQuery);
  const only = projects.data?.length === 1 ? projects.data[0]?.id : undefined;
  const project = search.project ?? only;
  return (
    <>
      <PageHeader title="Set up">
        From an empty server to the first request that is admitted. What is there already is ticked
        off; each step can be left and come back to.
      </PageHeader>
      <Stack gap="md" maw={760}>
        <Operators />
        <Step
          number={2}
          title="Create a project"
          why="Issuers, clients, grants, backends and routes that are judged together."
          done={project}
        >
          <Group align="flex-end">
            {projects.data && projects.data.length > 0 && (
              <Select
                label="Go on with"
                placeholder="Choose a project"
                data={projects.data.map(({ id = "", displayName }) => ({
                  value: id,
                  label: displayName,
                }))}
                onChange={(id) => onSearch({ project: id ?? undefined })}
              />
            )}
            <Needs permission="projects.write" over="all">
              <Button
                renderRoot={(props) => <Link to="/projects" search={{ create: true }} {...props} />}
              >
                Create project
              </Button>
            </Needs>
          </Group>
        </Step>
        {project ? (
          <OfProject key={project} project={project} />
        ) : (
          <Text size="sm" c="dimmed">
            The other steps follow once there is a project: issuer, client, service, user, request.
          </Text>
        )}
      </Stack>
    </>
  );
}

function Operators() {
  const may = useMay("operators.read", "all");
  const operators = useQuery({ ...operatorsChoiceQuery, enabled: may });
  const count = operators.data?.length ?? 0;
  return may ? (
    <Step
      number={1}
      title="Name an owner"
      why="People sign in with your OpenID provider, so that the set-up token can be kept away."
      done={count > 0 ? `${count} ${count === 1 ? "operator" : "operators"}` : undefined}
    >
      <Needs permission="operators.write" over="all">
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/operators" search={{ create: true }} {...props} />}
        >
          Add operator
        </Button>
      </Needs>
    </Step>
  ) : null;
}

function OfProject({ project }: { project: string }) {
  const issuers = useQuery(choiceQuery("issuers", project));
  const clients = useQuery(choiceQuery("clients", project));
  const backends = useQuery(choiceQuery("backends", project));
  const routes = useQuery(choiceQuery("routes", project));
  const grants = useQuery(choiceQuery("grants", project));
  const issuer = issuers.data?.[0]?.id ?? "";
  const route = routes.data?.[0];
  return (
    <>
      <Step
        number={3}
        title="Trust an issuer"
        why="Whose signature tokens must carry."
        done={issuers.data?.map(({ id }) => id).join(", ") || undefined}
      >
        <IssuerStep project={project} />
      </Step>
      <Step
        number={4}
        title="Allow a client"
        why="The OAuth client whose tokens are accepted; a token for any other is rejected."
        done={clients.data?.map(({ name }) => name).join(", ") || undefined}
      >
        <ClientStep project={project} issuer={issuer} />
      </Step>
      <Step
        number={5}
        title="Lead to a service"
        why="A backend, and a route that leads to it."
        done={
          route && backends.data
            ? `${route.pathPrefix ?? route.path} → ${route.backend ?? "another address"}`
            : undefined
        }
      >
        <RouteStep project={project} backend={backends.data?.[0]?.id} />
      </Step>
      <Step
        number={6}
        title="Let somebody in"
        why="Nobody may call a route that needs a token without a grant."
        done={grants.data?.map(({ principal }) => principal).join(", ") || undefined}
      >
        <GrantStep project={project} />
      </Step>
      <FirstRequest project={project} path={route?.pathPrefix ?? route?.path ?? "/"} />
    </>
  );
}
