import {
  Anchor,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  List,
  Paper,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useProblemWith } from "../../ui/Needs";
import { QueryStates } from "../../ui/QueryStates";
import { TextFilter } from "../../ui/TextFilter";
import {
  type InstanceSettings,
  instanceQuery,
  matching,
  type Setting,
  type SettingsSearch,
} from "./settings.queries";

interface Props {
  search: SettingsSearch;
  onSearch: (search: SettingsSearch) => void;
}

const LINKS = [
  { href: "/docs", text: "API document", what: "every call, and what it needs" },
  { href: "/metrics", text: "Metrics", what: "of this process, for Prometheus" },
  { href: "/readyz", text: "Readiness", what: "whether this process is ready, and why not" },
];

/** What the process that answers goes by. It is set where the process is started. */
export function Instance({ search, onSearch }: Props) {
  const why = useProblemWith("settings.read", "all");
  return (
    <Paper withBorder p="md" component="section" aria-label="Instance">
      <Stack gap="md">
        <Stack gap={0}>
          <Title order={2}>Instance</Title>
          <Text size="sm" c="dimmed">
            What the process that answered goes by. Nothing of it can be changed here.
          </Text>
        </Stack>
        <List size="sm">
          {LINKS.map(({ href, text, what }) => (
            <List.Item key={href}>
              <Anchor href={href} size="sm">
                {text}
              </Anchor>
              : {what}
            </List.Item>
          ))}
        </List>
        {why === undefined ? (
          <InForce search={search} onSearch={onSearch} />
        ) : (
          <Text size="sm">You may not read the settings in force. {why}.</Text>
        )}
      </Stack>
    </Paper>
  );
}

function InForce({ search, onSearch }: Props) {
  const instance = useQuery(instanceQuery);
  const query = { ...instance, data: instance.data?.settings };
  return (
    <>
      {instance.data && <Promised instance={instance.data} />}
      <QueryStates query={query} label="settings" empty={null}>
        {(settings) => (
          <>
            <Group align="flex-end" role="search" aria-label="Filter settings">
              <TextFilter
                label="Search settings"
                placeholder="Key, value or meaning"
                value={search.q}
                onChange={(q) => onSearch({ q })}
              />
              <CopyLink q={search.q} />
            </Group>
            <Settings
              settings={matching(settings, search.q)}
              isAll={settings.every(({ restart }) => restart)}
              onClear={() => onSearch({})}
            />
          </>
        )}
      </QueryStates>
    </>
  );
}

function Promised({ instance: { version, licence, policy } }: { instance: InstanceSettings }) {
  return (
    <Stack gap={4}>
      <Text size="sm">
        Portcullis {version}, {licence}
      </Text>
      <Text size="sm">
        Lease of a gateway: {policy.leaseSeconds} s. Worst-case wait of a change:{" "}
        {policy.worstCaseSeconds} s.
      </Text>
      <Text size="sm" c="dimmed">
        {policy.promise}
      </Text>
    </Stack>
  );
}

/** A link to what is shown, to be handed on. */
function CopyLink({ q }: { q: string | undefined }) {
  const query = q === undefined ? "" : `?q=${encodeURIComponent(JSON.stringify(q))}`;
  return (
    <CopyButton value={`${location.origin}/console/settings${query}`}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy}>
          {copied ? "Copied" : "Copy link"}
        </Button>
      )}
    </CopyButton>
  );
}

interface SettingsProps {
  settings: Setting[];
  /** Whether every one of them needs a restart. */
  isAll: boolean;
  onClear: () => void;
}

function Settings({ settings, isAll, onClear }: SettingsProps) {
  if (settings.length === 0) {
    return (
      <Group>
        <Text size="sm" role="status">
          No setting matches.
        </Text>
        <Button size="compact-sm" variant="default" onClick={onClear}>
          Clear the search
        </Button>
      </Group>
    );
  }
  return (
    <>
      {isAll && (
        <Text size="sm" c="dimmed">
          They are read at the start: a change of any of them needs a restart.
        </Text>
      )}
      <Stack component="ul" gap="sm" m={0} p={0} aria-label="Settings" style={UNMARKED}>
        {settings.map((setting) => (
          <Row key={setting.key} setting={setting} isMarked={!isAll && setting.restart} />
        ))}
      </Stack>
    </>
  );
}

const UNMARKED = { listStyle: "none" } as const;
const BREAKING = { overflowWrap: "anywhere" } as const;

const ORIGINS: Record<Setting["origin"], string> = {
  default: "default",
  file: "from the file",
  environment: "from the environment",
  generated: "generated",
};

function Row({ setting, isMarked }: { setting: Setting; isMarked: boolean }) {
  const { key, origin, meaning } = setting;
  return (
    <Stack component="li" gap={2}>
      <Group gap="xs">
        <Text size="sm" ff="monospace" fw={600} style={BREAKING}>
          {key}
        </Text>
        <Badge variant="default" tt="none">
          {ORIGINS[origin]}
        </Badge>
        {isMarked && (
          <Badge variant="default" tt="none">
            needs a restart
          </Badge>
        )}
      </Group>
      <Value setting={setting} />
      <Text size="xs" c="dimmed">
        {meaning}
      </Text>
    </Stack>
  );
}

function Value({ setting: { value, set, secret } }: { setting: Setting }) {
  if (value) {
    return (
      <Code w="fit-content" style={BREAKING}>
        {value}
      </Code>
    );
  }
  return <Text size="sm">{set ? (secret ? "Set, never shown" : "Set") : "Not set"}</Text>;
}
