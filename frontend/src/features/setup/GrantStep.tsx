import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useCreateItem } from "../../api/items";
import { QuickForm } from "./QuickForm";

export function GrantStep({ project }: { project: string }) {
  const create = useCreateItem("grants", project);
  const [email, setEmail] = useState("");
  const principal = `user:${email.trim()}`;
  return (
    <QuickForm
      action="Let them in"
      needs={{ permission: "grants.write", over: { project } }}
      isReady={email.includes("@")}
      create={() =>
        create.mutateAsync({
          id: principal.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 63),
          item: { principal },
        })
      }
    >
      <TextInput
        label="E-mail of a user"
        description="Groups, domains and services can be granted on the access page."
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </QuickForm>
  );
}
