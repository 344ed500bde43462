import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Items, useCreateItem } from "../../api/items";
import { QuickForm } from "./QuickForm";

type Preset = "google" | "firebase" | "oidc";

const PRESETS = [
  { value: "google", label: "Google" },
  { value: "firebase", label: "Firebase" },
  { value: "oidc", label: "OpenID" },
];

/** Whose tokens are accepted, by the one thing that has to be known of it. */
export function IssuerStep({ project }: { project: string }) {
  const create = useCreateItem("issuers", project);
  const [preset, setPreset] = useState<Preset>("google");
  const [text, setText] = useState("");
  const value = text.trim();
  return (
    <QuickForm
      action="Trust it"
      needs={{ permission: "issuers.write", over: { project } }}
      isReady={preset === "google" || value !== ""}
      create={() => create.mutateAsync({ id: preset, item: issuerOf(preset, value) })}
    >
      <SegmentedControl
        aria-label="Issuer"
        value={preset}
        onChange={(next) => setPreset(next as Preset)}
        data={PRESETS}
      />
      {preset === "firebase" && (
        <TextInput
          label="ID of the Firebase project"
          placeholder="shop-prod"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {preset === "oidc" && (
        <TextInput
          label="Issuer"
          description="The exact iss of its tokens; its metadata is looked for beneath it."
          placeholder="https://id.example.com"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </QuickForm>
  );
}

export function issuerOf(preset: Preset, value: string): Items["issuers"] {
  switch (preset) {
    case "google":
      return { kind: "google" };
    case "firebase":
      return { kind: "firebase", firebaseProjectId: value };
    case "oidc":
      return {
        kind: "oidc",
        issuers: [value],
        discoveryUri: `${value.replace(/\/$/, "")}/.well-known/openid-configuration`,
      };
  }
}
