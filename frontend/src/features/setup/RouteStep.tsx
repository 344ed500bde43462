import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useCreateItem } from "../../api/items";
import { QuickForm } from "./QuickForm";

const ID = "main";

interface Props {
  project: string;
  /** Whether a backend was made before, such as by an attempt of which only that went well. */
  backend: string | undefined;
}

/** A service and the path that leads to it: the backend first, then its route. */
export function RouteStep({ project, backend }: Props) {
  const backends = useCreateItem("backends", project);
  const routes = useCreateItem("routes", project);
  const [url, setUrl] = useState("");
  const [prefix, setPrefix] = useState("/");

  async function create() {
    if (backend === undefined) {
      await backends.mutateAsync({ id: ID, item: { targets: [{ url: url.trim() }] } });
    }
    return routes.mutateAsync({
      id: ID,
      item: { hosts: ["*"], pathPrefix: prefix.trim(), backend: backend ?? ID },
    });
  }

  return (
    <QuickForm
      action="Lead requests there"
      needs={{ permission: "routes.write", over: { project } }}
      isReady={(backend !== undefined || url.trim() !== "") && prefix.startsWith("/")}
      create={create}
    >
      {backend === undefined && (
        <TextInput
          label="URL of the service"
          placeholder="http://orders.internal:8080"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Path prefix"
        description="Requests below it, on every host, go to the service."
        value={prefix}
        onChange={(event) => setPrefix(event.currentTarget.value)}
      />
    </QuickForm>
  );
}
