import { Anchor, Code, Group, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Step } from "./Step";
import { firstRequestQuery } from "./setup.queries";

interface Props {
  project: string;
  /** Where a request of the route begins. */
  path: string;
}

const number = new Intl.NumberFormat();

/** Waits for a request that is admitted, and tells of those that were not. */
export function FirstRequest({ project, path }: Props) {
  const { data } = useQuery(firstRequestQuery(project));
  const admitted = data?.admitted ?? 0;
  const rejected = data?.rejected ?? 0;
  return (
    <Step
      number={7}
      title="Send a request"
      why="With a token of the client, for a user with a grant, it is admitted."
      done={admitted > 0 ? `${number.format(admitted)} admitted in the last day` : undefined}
    >
      <Stack gap="sm">
        <Code block tabIndex={0} role="group" aria-label="Request to try">
          {`curl -i http://GATEWAY${path} -H "Authorization: Bearer $TOKEN"`}
        </Code>
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden />
          <Text size="sm">
            {rejected === 0
              ? "Waiting for the first request…"
              : `${number.format(rejected)} rejected so far, none admitted yet.`}
          </Text>
        </Group>
        {rejected > 0 && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                to="/p/$project/rejections"
                params={{ project }}
                search={(before) => before}
                {...props}
              />
            )}
          >
            See why they were rejected
          </Anchor>
        )}
      </Stack>
    </Step>
  );
}
