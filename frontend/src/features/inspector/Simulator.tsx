import {
  Autocomplete,
  Button,
  Grid,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useExplain } from "../../api/explain";
import { choiceQuery } from "../../api/items";
import { Problem } from "../../ui/Problem";
import { AllRoutes } from "./AllRoutes";
import { RequestFields, useRequest } from "./RequestFields";
import { type Caller, claimsOf } from "./supposed";
import { Verdict } from "./Verdict";

/** Who may call what, supposing that their issuer vouches for them. */
export function Simulator({ project }: { project: string }) {
  const issuers = useQuery(choiceQuery("issuers", project));
  const clients = useQuery(choiceQuery("clients", project));
  const check = useExplain(project);
  const request = useRequest();
  const [issuerId, setIssuer] = useState<string | null>(null);
  const [client, setClient] = useState("");
  const [email, setEmail] = useState("");
  const [subject, setSubject] = useState("");
  const [isVerified, setVerified] = useState(true);
  const listed = issuers.data ?? [];
  const issuer = listed.find((one) => one.id === issuerId) ?? listed[0];
  const caller: Caller | null =
    issuer && client ? { issuer, client, email: email.trim(), subject, isVerified } : null;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <Select
            label="Issuer"
            allowDeselect={false}
            data={listed.map((one) => one.id ?? "")}
            value={issuer?.id ?? null}
            onChange={setIssuer}
          />
          <Autocomplete
            label="Client"
            description="The audience of the token."
            data={ofIssuer(clients.data ?? [], issuer?.id)}
            value={client}
            onChange={setClient}
          />
          <TextInput
            label="E-mail"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Switch
            label="Verified by the issuer"
            checked={isVerified}
            onChange={(event) => setVerified(event.currentTarget.checked)}
          />
          <TextInput
            label="Subject"
            description="The user as the issuer names them. Only for grants to subject:…"
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <RequestFields request={request} />
          <Group>
            <Button
              disabled={!caller || !request.target}
              loading={check.isPending}
              onClick={() =>
                caller &&
                request.target &&
                check.mutate({ ...request.target, claims: claimsOf(caller, Date.now()) })
              }
            >
              May they?
            </Button>
          </Group>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          <Text size="sm" c="dimmed">
            The gateways’ own decision by the policy of this moment, for a token that is valid now.
            Nothing is changed or recorded.
          </Text>
          {check.error && <Problem error={check.error} />}
          {check.data && <Verdict explanation={check.data} />}
          <AllRoutes project={project} caller={caller} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function ofIssuer(
  clients: { clientId?: string; issuer: string }[],
  issuer: string | undefined,
): string[] {
  return clients.filter((one) => one.issuer === issuer).map((one) => one.clientId ?? "");
}
