import { zodResolver } from "@hookform/resolvers/zod";
import { Code, Stack, Text } from "@mantine/core";
import { useForm } from "react-hook-form";
import type { Issuer } from "../../api/client";
import { ApiError } from "../../api/problem";
import { ApiCall } from "../../ui/ApiCall";
import { EmptyState } from "../../ui/EmptyState";
import { Problem } from "../../ui/Problem";
import type { Act } from "../../ui/receipts";
import { ClientForm } from "./ClientForm";
import { type ClientFields, clientFields, emptyFields, toClient } from "./clientFields";
import { useCreateClient } from "./clients.queries";

interface Props {
  project: string;
  issuers: Issuer[];
  onCreated: (act: Act) => void;
}

export function CreateClient({ project, issuers, onCreated }: Props) {
  const create = useCreateClient(project);
  const form = useForm<ClientFields>({
    resolver: zodResolver(clientFields),
    defaultValues: emptyFields(issuers.length === 1 ? (issuers[0]?.id ?? "") : ""),
  });

  async function submit(fields: ClientFields) {
    const { clientId, name } = fields;
    try {
      const receipt = await create.mutateAsync({ clientId, body: toClient(fields) });
      onCreated({ verb: "Created", name, receipt });
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 412) {
        form.setError("clientId", { message: "This project has a client with this ID already" });
      }
    }
  }

  if (issuers.length === 0) {
    return <NoIssuer project={project} />;
  }
  const isTaken = create.error instanceof ApiError && create.error.status === 412;
  return (
    <ClientForm form={form} issuers={issuers} isNew onSubmit={submit}>
      {create.error && !isTaken && <Problem error={create.error} />}
      <CreateCall project={project} fields={form.watch()} />
    </ClientForm>
  );
}

function CreateCall({ project, fields }: { project: string; fields: ClientFields }) {
  const clientId = encodeURIComponent(fields.clientId || "CLIENT_ID");
  return (
    <ApiCall
      call={{
        method: "PUT",
        path: `/projects/${project}/clients/${clientId}`,
        headers: { "If-None-Match": "*" },
        body: toClient({ ...fields, expiresAt: "" }),
      }}
    />
  );
}

function NoIssuer({ project }: { project: string }) {
  return (
    <EmptyState title="This project trusts no issuer yet">
      <Stack gap="sm">
        <Text size="sm">
          A client belongs to the issuer that signs its tokens, so add that first. For Google
          accounts:
        </Text>
        <ApiCall
          opened
          call={{
            method: "PUT",
            path: `/projects/${project}/issuers/google`,
            body: { kind: "google" },
          }}
        />
        <Text size="sm">
          Other issuers are of kind <Code>oidc</Code>.
        </Text>
      </Stack>
    </EmptyState>
  );
}
