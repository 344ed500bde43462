import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useCreateItem } from "../../api/items";
import { QuickForm } from "./QuickForm";

interface Props {
  project: string;
  /** ID of the issuer whose client it is. */
  issuer: string;
}

export function ClientStep({ project, issuer }: Props) {
  const create = useCreateItem("clients", project);
  const [clientId, setClientId] = useState("");
  const id = clientId.trim();
  return (
    <QuickForm
      action="Allow it"
      needs={{ permission: "clients.write", over: { project } }}
      isReady={id !== "" && issuer !== ""}
      create={() => create.mutateAsync({ id, item: { name: id, issuer, applicationType: "web" } })}
    >
      <TextInput
        label="Client ID"
        description="What its tokens carry as aud. Name and type can be changed later."
        value={clientId}
        onChange={(event) => setClientId(event.currentTarget.value)}
      />
    </QuickForm>
  );
}
