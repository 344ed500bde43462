import { Group, Radio, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { choiceQuery } from "../../api/items";
import type { Act } from "../../ui/receipts";
import { TakeAwayDialog } from "../../ui/TakeAwayDialog";
import { type RevocationRequest, useRevokeToken } from "./access.queries";

interface Props {
  project: string;
  onDone: (act: Act) => void;
  onClose: () => void;
}

type By = "token" | "sha256" | "jti";

/** Revokes one token. It is held by this dialog alone, and only for as long as that is open. */
export function RevokeToken({ project, onDone, onClose }: Props) {
  const revoke = useRevokeToken(project);
  const issuers = useQuery(choiceQuery("issuers", project));
  const [by, setBy] = useState<By>("token");
  const [value, setValue] = useState("");
  const [issuer, setIssuer] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const text = value.trim().replace(/^Bearer\s+/i, "");
  const rest: RevocationRequest = {
    ...(by === "jti" && issuer ? { issuer } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  };
  return (
    <TakeAwayDialog
      act={{
        action: "Revoke",
        verb: "Revoked",
        name: "one token",
        take: () => revoke.mutateAsync({ [by]: text, ...rest }),
        call: {
          method: "POST",
          path: `/projects/${project}/token-revocations`,
          body: { [by]: by === "token" ? "TOKEN" : text, ...rest },
        },
        isReady: text !== "" && (by !== "jti" || issuer !== null),
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Radio.Group label="Named by" value={by} onChange={(chosen) => setBy(chosen as By)}>
          <Group mt={4}>
            <Radio value="token" label="The token" />
            <Radio value="sha256" label="Its hash" />
            <Radio value="jti" label="Its jti" />
          </Group>
        </Radio.Group>
        {by === "token" ? (
          <Textarea
            label="Token"
            description="It is hashed by the server at once; neither it nor its claims are stored or logged."
            autoComplete="off"
            spellCheck={false}
            rows={4}
            required
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            label={by === "jti" ? "jti" : "SHA-256 of header.payload"}
            required
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
        {by === "jti" && (
          <Select
            label="Issuer"
            required
            allowDeselect={false}
            data={issuers.data?.map((one) => one.id ?? "") ?? []}
            value={issuer}
            onChange={setIssuer}
          />
        )}
        <TextInput
          label="Note"
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Text size="sm">
          It is rejected from then on, and what is open on the strength of it is closed. There is no
          undoing it.
        </Text>
      </Stack>
    </TakeAwayDialog>
  );
}
