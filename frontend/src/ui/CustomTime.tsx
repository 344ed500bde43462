import { Button, Collapse, Group, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { faultsOf, type Moments, momentsOf, type TimeFaults, type TypedTime } from "./customTime";
import { toLocal } from "./localTime";
import { usePreferences } from "./preferences";

interface Props {
  from: string | undefined;
  to: string | undefined;
  onShow: (moments: Moments) => void;
}

/** Two moments of one's own, beside the usual lengths of time. */
export function CustomTime({ from, to, onShow }: Props) {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Stack gap="xs">
      <Group>
        <Button size="xs" variant="default" aria-expanded={isOpen} onClick={toggle}>
          Custom time…
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <MomentsForm
          key={`${from} ${to}`}
          typed={{ from: toLocal(from), to: toLocal(to) }}
          onShow={(moments) => {
            close();
            onShow(moments);
          }}
        />
      </Collapse>
    </Stack>
  );
}

function MomentsForm({ typed, onShow }: { typed: TypedTime; onShow: Props["onShow"] }) {
  const [fields, setFields] = useState(typed);
  const [faults, setFaults] = useState<TimeFaults>({});
  const { zone } = usePreferences();
  const where = zone === "utc" ? "In UTC" : "In the time of this browser";

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = faultsOf(fields);
    setFaults(found);
    if (Object.keys(found).length === 0) {
      onShow(momentsOf(fields));
    }
  }

  return (
    <form onSubmit={submit} noValidate aria-label="Custom time">
      <Group align="flex-start">
        <TextInput
          type="datetime-local"
          label="From"
          description={where}
          value={fields.from}
          error={faults.from}
          onChange={(event) => setFields({ ...fields, from: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label="Until"
          description="Leave empty for now"
          value={fields.to}
          error={faults.to}
          onChange={(event) => setFields({ ...fields, to: event.currentTarget.value })}
        />
        <Button type="submit" variant="default" mt={44}>
          Show
        </Button>
      </Group>
    </form>
  );
}
