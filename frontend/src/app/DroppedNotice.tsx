import { Alert, List } from "@mantine/core";
import Link2Off from "lucide-react/icons/link-2-off";
import { useSyncExternalStore } from "react";
import { UntrustedText } from "../ui/UntrustedText";
import { type Dropped, dropped } from "./dropped";

/** What holds in place of a parameter that was not understood. */
const INSTEAD: Record<string, string> = {
  range: "the last 24 hours are shown",
  from: "the usual time is shown",
  to: "the usual time is shown",
  tab: "the first tab is shown",
  by: "counts are by reason",
  live: "the list is not followed live",
  create: "no form is opened",
  many: "no form is opened",
  edit: "no form is opened",
  open: "nothing is opened",
  test: "nothing is opened",
  change: "nothing is opened",
  project: "no project is chosen",
};
const SHOWN = 60;

/** Says once which part of a link was not understood, so that nobody takes its page for another. */
export function DroppedNotice({ path }: { path: string }) {
  const notes = useSyncExternalStore(dropped.subscribe, dropped.get);
  if (notes.items.length === 0 || notes.path !== path) {
    return null;
  }
  return (
    <Alert
      role="status"
      color="yellow"
      icon={<Link2Off aria-hidden />}
      title="Part of this link was not understood"
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={dropped.dismiss}
      mb="md"
    >
      <List size="sm">
        {notes.items.map((item) => (
          <List.Item key={`${item.name} ${item.value}`}>
            <UntrustedText text={inShort(item)} />: {insteadOf(item)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function inShort({ name, value }: Dropped): string {
  const text = `${name}=${value}`;
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function insteadOf({ name, isKnown }: Dropped): string {
  if (name === "range" && /[?&](from|to)=/.test(location.search)) {
    return "the moments of the link count instead.";
  }
  return isKnown
    ? `${INSTEAD[name] ?? "nothing is filtered by it"} instead.`
    : "this page has no such parameter; it is left out.";
}
