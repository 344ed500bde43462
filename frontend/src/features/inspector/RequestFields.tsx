import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Target, targetOf } from "../../api/target";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** The request that is asked about. */
export function useRequest() {
  const [method, setMethod] = useState("GET");
  const [url, setUrl] = useState("/");
  return { method, setMethod, url, setUrl, target: targetOf(method, url) as Target | null };
}

export function RequestFields({ request }: { request: ReturnType<typeof useRequest> }) {
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label="Method"
        w={110}
        allowDeselect={false}
        data={METHODS}
        value={request.method}
        onChange={(method) => request.setMethod(method ?? "GET")}
      />
      <TextInput
        label="URL or path"
        placeholder="https://shop.example.com/orders"
        flex={1}
        miw={200}
        value={request.url}
        onChange={(event) => request.setUrl(event.currentTarget.value)}
      />
    </Group>
  );
}
