import { Anchor, Kbd, Modal, Stack, Table, Text } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { pressNew } from "../ui/newKey";
import { usePreferences } from "../ui/preferences";
import { focusRow } from "../ui/rowFocus";
import { useKeys, useKeysAfter } from "../ui/useKeys";

/** By the second key, after `g`. */
const PLACES = {
  o: { label: "Overview", to: "/p/$project/overview" },
  c: { label: "Clients", to: "/p/$project/clients" },
  a: { label: "Access", to: "/p/$project/access" },
  r: { label: "Routes", to: "/p/$project/routes" },
  i: { label: "Issuers", to: "/p/$project/issuers" },
  l: { label: "Rejections", to: "/p/$project/rejections" },
} as const;

const GROUPS: { title: string; keys: [keys: string[], does: string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      [["/"], "Search, or paste what you look for"],
      [["Ctrl", "K"], "The same, also while you type"],
      [["?"], "This list"],
      ...Object.entries(PLACES).map(([key, { label }]): [string[], string] => [["g", key], label]),
    ],
  },
  {
    title: "Lists",
    keys: [
      [["n"], "Add what is listed"],
      [["j"], "Next row"],
      [["k"], "Row before"],
      [["Enter"], "Open the row"],
      [["Esc"], "Close what is open"],
    ],
  },
  {
    title: "Rejections",
    keys: [
      [["l"], "Follow live, or stop"],
      [["p"], "Pause what is followed"],
      [["f"], "Filter"],
      [["t"], "Time"],
      [["["], "Newer record, when one is open"],
      [["]"], "Older record, when one is open"],
    ],
  },
];

interface Props {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/** What the keys of the whole console do, and the sheet that tells. */
export function Shortcuts({ isOpen, onOpen, onClose }: Props) {
  const { project } = useParams({ strict: false });
  const navigate = useNavigate();
  const { hasKeys } = usePreferences();
  useKeys({
    "?": onOpen,
    "shift+?": onOpen,
    n: pressNew,
    j: () => focusRow(1),
    k: () => focusRow(-1),
  });
  useKeysAfter(
    "g",
    Object.fromEntries(
      Object.entries(PLACES).map(([key, { to }]) => [
        key,
        () => project && navigate({ to, params: { project } }),
      ]),
    ),
  );
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Keyboard shortcuts"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        {GROUPS.map(({ title, keys }) => (
          <Keys key={title} title={title} keys={keys} />
        ))}
        <Text size="sm" c="dimmed">
          {hasKeys ? "Single keys act while nobody types. " : "Single keys are switched off. "}
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => <Link to="/settings" {...props} onClick={onClose} />}
          >
            Settings
          </Anchor>
        </Text>
      </Stack>
    </Modal>
  );
}

function Keys({ title, keys }: (typeof GROUPS)[number]) {
  return (
    <Table verticalSpacing={4} aria-label={title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={110}>{title}</Table.Th>
          <Table.Th>What it does</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map(([pressed, does]) => (
          <Table.Tr key={does}>
            <Table.Td>
              {pressed.map((one) => (
                <Kbd key={one} mr={4}>
                  {one}
                </Kbd>
              ))}
            </Table.Td>
            <Table.Td>{does}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
