import { Alert, Anchor, Button, Code, Group, Paper, Select, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Explanation, useExplain } from "../../api/explain";
import { targetOf } from "../../api/target";
import { Problem } from "../../ui/Problem";

interface Props {
  project: string;
  onOpen: (route: string) => void;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Says which route answers a request, by the gateways' own matching. */
export function MatchTester({ project, onOpen }: Props) {
  const match = useExplain(project);
  const [method, setMethod] = useState("GET");
  const [url, setUrl] = useState("");
  const target = targetOf(method, url);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (target) {
      match.mutate(target);
    }
  }

  return (
    <Paper withBorder p="sm" mb="md">
      <form onSubmit={submit} aria-label="Which route answers">
        <Group align="flex-end" gap="xs">
          <Select
            label="Method"
            w={110}
            allowDeselect={false}
            data={METHODS}
            value={method}
            onChange={(value) => setMethod(value ?? "GET")}
          />
          <TextInput
            label="Which route answers?"
            placeholder="https://shop.example.com/orders/1"
            flex={1}
            miw={220}
            value={url}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
              match.reset();
            }}
          />
          <Button type="submit" variant="default" loading={match.isPending} disabled={!target}>
            Match
          </Button>
        </Group>
      </form>
      {match.error && <Problem error={match.error} />}
      {match.data && <Matched explanation={match.data} onOpen={onOpen} />}
    </Paper>
  );
}

interface MatchedProps {
  explanation: Explanation;
  onOpen: (route: string) => void;
}

function Matched({ explanation, onOpen }: MatchedProps) {
  const { route, reason, title, detail, admitted } = explanation;
  if (route === undefined) {
    return (
      <Alert role="status" color="yellow" mt="sm" title={title ?? "No route"}>
        {detail}
      </Alert>
    );
  }
  return (
    <Text role="status" size="sm" mt="sm">
      Route{" "}
      <Anchor component="button" type="button" fw={600} onClick={() => onOpen(route)}>
        {route}
      </Anchor>{" "}
      answers it.{" "}
      {admitted ? (
        "Without a token it is admitted."
      ) : (
        <>
          Without a token it is rejected: <Code>{reason}</Code>.
        </>
      )}
    </Text>
  );
}
