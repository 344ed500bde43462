import { Button, Group, Radio, Select, Table, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SignOut } from "../../api/client";
import { choiceQuery } from "../../api/items";
import type { Reach } from "../../api/signOuts";
import { ListTable } from "../../ui/ListTable";
import { LoadMore } from "../../ui/LoadMore";
import { Moment } from "../../ui/Moment";
import { Needs } from "../../ui/Needs";
import { NoItems } from "../../ui/NoItems";
import { QueryStates } from "../../ui/QueryStates";
import { ReceiptNotice } from "../../ui/ReceiptNotice";
import { SignOutDialog } from "../../ui/SignOutDialog";
import { TextFilter } from "../../ui/TextFilter";
import { UntrustedText } from "../../ui/UntrustedText";
import { useActs } from "../../ui/useActs";
import { type AccessSearch, signOutsQuery } from "./access.queries";

interface Props {
  project: string;
  search: AccessSearch;
  onSearch: (search: AccessSearch) => void;
}

const COLUMNS = ["User", "Issuer", "Tokens issued until", "Note"];

export function SignOutsTab({ project, search, onSearch }: Props) {
  const signOuts = useInfiniteQuery(signOutsQuery(project, search));
  const acts = useActs<true>();
  const start = (
    <Needs permission="revocations.write" over={{ project }}>
      <Button color="red.9" onClick={(event) => acts.ask(true, event.currentTarget)}>
        Sign out…
      </Button>
    </Needs>
  );
  return (
    <>
      {acts.act && <ReceiptNotice act={acts.act} onClose={acts.dismiss} />}
      <Group justify="space-between" align="flex-end" mb="md">
        <Group role="search" aria-label="Filter sign-outs">
          <TextFilter
            label="User, issuer or note"
            value={search.q}
            onChange={(q) => onSearch({ ...search, q })}
          />
        </Group>
        {start}
      </Group>
      <QueryStates
        query={signOuts}
        label="sign-outs"
        empty={
          <NoItems
            noun="sign-out"
            filters={search.q ? [`user, issuer or note contains “${search.q}”`] : []}
            onClear={() => onSearch({ tab: "sign-outs" })}
          >
            Sign a user out when a device was lost: every token issued until then is rejected.
          </NoItems>
        }
      >
        {(rows) => (
          <ListTable label="Sign-outs" columns={COLUMNS} minWidth={640} hasActions={false}>
            {rows.map((signOut) => (
              <Row key={signOut.id} signOut={signOut} />
            ))}
          </ListTable>
        )}
      </QueryStates>
      <LoadMore query={signOuts} />
      {acts.asked && <ChosenSignOut project={project} onDone={acts.report} onClose={acts.close} />}
    </>
  );
}

function Row({ signOut }: { signOut: SignOut }) {
  return (
    <Table.Tr>
      <Table.Td>
        {signOut.subject ? (
          <UntrustedText text={signOut.subject} />
        ) : (
          <Text size="sm" fw={600}>
            everybody
          </Text>
        )}
      </Table.Td>
      <Table.Td>{signOut.issuer ?? "all"}</Table.Td>
      <Table.Td>
        <Moment at={signOut.issuedUntil} />
      </Table.Td>
      <Table.Td>{signOut.note}</Table.Td>
    </Table.Tr>
  );
}

type Breadth = "user" | "issuer" | "project";

interface ChosenProps {
  project: string;
  onDone: Parameters<typeof SignOutDialog>[0]["onDone"];
  onClose: () => void;
}

function ChosenSignOut({ project, onDone, onClose }: ChosenProps) {
  const issuers = useQuery(choiceQuery("issuers", project));
  const ids = issuers.data?.map((issuer) => issuer.id ?? "") ?? [];
  const [breadth, setBreadth] = useState<Breadth>("user");
  const [chosen, setIssuer] = useState<string>();
  const [subject, setSubject] = useState("");
  const issuer = chosen ?? (ids.length === 1 ? ids[0] : undefined);
  const reach: Reach =
    breadth === "project"
      ? {}
      : { issuer: issuer ?? "ISSUER", ...(breadth === "user" ? { subject: subject.trim() } : {}) };
  const isReady =
    breadth === "project" ||
    (issuer !== undefined && (breadth === "issuer" || subject.trim() !== ""));
  return (
    <SignOutDialog
      project={project}
      reach={reach}
      whom={whomOf(breadth, issuer, subject.trim())}
      choice={{
        isReady,
        fields: (
          <>
            <Radio.Group
              label="Whom"
              value={breadth}
              onChange={(value) => setBreadth(value as Breadth)}
            >
              <Group mt={4}>
                <Radio value="user" label="One user" />
                <Radio value="issuer" label="All of an issuer" />
                <Radio value="project" label="Everybody" />
              </Group>
            </Radio.Group>
            {breadth !== "project" && (
              <Select
                label="Issuer"
                required
                allowDeselect={false}
                data={ids}
                value={issuer ?? null}
                onChange={(value) => setIssuer(value ?? undefined)}
              />
            )}
            {breadth === "user" && (
              <TextInput
                label="Subject"
                description="The user as the issuer names them: the sub of their tokens. A rejection shows it."
                required
                value={subject}
                onChange={(event) => setSubject(event.currentTarget.value)}
              />
            )}
          </>
        ),
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}

function whomOf(breadth: Breadth, issuer: string | undefined, subject: string): string {
  switch (breadth) {
    case "user":
      return subject && issuer ? `${subject} of ${issuer}` : "a user";
    case "issuer":
      return issuer ? `everybody of ${issuer}` : "everybody of an issuer";
    case "project":
      return "everybody";
  }
}
