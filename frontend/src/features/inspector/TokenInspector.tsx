import { Alert, Button, Grid, Group, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { useExplain } from "../../api/explain";
import { handedOver } from "../../ui/handedOver";
import { Problem } from "../../ui/Problem";
import { ClaimsTable } from "./ClaimsTable";
import { type Decoded, decode, warningsOf } from "./decode";
import { RequestFields, useRequest } from "./RequestFields";
import { Verdict } from "./Verdict";

const FORGOTTEN_AFTER_MILLIS = 5 * 60_000;

/** Held by this page alone: not in the URL, not in storage, and gone after five minutes. */
export function TokenInspector({ project }: { project: string }) {
  const [text, setText] = useState(handedOver.text);
  const check = useExplain(project);
  const request = useRequest();
  const decoded = text.trim() === "" ? undefined : decode(text);
  const { reset } = check;

  useEffect(() => {
    handedOver.forget();
    return handedOver.subscribe((given) => {
      handedOver.forget();
      setText(given);
    });
  }, []);

  useEffect(() => {
    if (text === "") {
      return;
    }
    const timer = setTimeout(() => {
      setText("");
      reset();
    }, FORGOTTEN_AFTER_MILLIS);
    return () => clearTimeout(timer);
  }, [text, reset]);

  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack>
          <Textarea
            label="Token"
            description="A token, an Authorization field, or a whole curl line. It is decoded here, in the browser."
            autoComplete="off"
            spellCheck={false}
            rows={6}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              check.reset();
            }}
          />
          <RequestFields request={request} />
          <Group>
            <Button
              loading={check.isPending}
              disabled={!request.target || decoded?.kind !== "jwt"}
              onClick={() =>
                request.target &&
                decoded?.kind === "jwt" &&
                check.mutate({ ...request.target, token: decoded.token })
              }
            >
              Check with the gateway’s rules
            </Button>
            <Button variant="default" disabled={text === ""} onClick={() => setText("")}>
              Forget it
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            Checking sends the token to this server, which neither keeps nor logs it. It is
            forgotten here when you leave, or after five minutes.
          </Text>
          {check.error && <Problem error={check.error} />}
          {check.data && <Verdict explanation={check.data} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <div aria-live="polite">{decoded && <DecodedView decoded={decoded} />}</div>
      </Grid.Col>
    </Grid>
  );
}

function DecodedView({ decoded }: { decoded: Decoded }) {
  if (decoded.kind === "unreadable") {
    return (
      <Alert color="yellow" title="Not a token that can be read here">
        {decoded.why}
      </Alert>
    );
  }
  const { header, claims } = decoded;
  return (
    <Stack>
      {warningsOf(header, claims, Date.now()).map((warning) => (
        <Alert key={warning} color="yellow" title={warning} />
      ))}
      <Text size="sm" c="dimmed">
        Decoded, not verified: anybody can write such claims.
      </Text>
      <ClaimsTable title="Header" claims={header} />
      <ClaimsTable title="Claims" claims={claims} />
    </Stack>
  );
}
