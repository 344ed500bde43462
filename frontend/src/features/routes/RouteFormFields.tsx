import { Alert, Group, Radio, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import LockOpen from "lucide-react/icons/lock-open";
import { Controller } from "react-hook-form";
import { choiceQuery } from "../../api/items";
import { OneField, TagsField, TextField } from "../../ui/FormFields";
import { FormSection } from "../../ui/FormSection";
import { CorsFields } from "./CorsFields";
import { HeaderFieldsSection } from "./HeaderFieldsSection";
import type { RouteForm } from "./routeShape";
import { ACCESS, ACCESS_HINTS, ACCESS_NAMES, FORWARDING } from "./words";

interface Props {
  project: string;
  form: RouteForm;
  isNew: boolean;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export function RouteFormFields({ project, form, isNew }: Props) {
  const backends = useQuery(choiceQuery("backends", project));
  const ids = backends.data?.map((backend) => backend.id ?? "") ?? [];
  return (
    <>
      <TextField form={form} name="id" label="ID" required isDisabled={!isNew} />
      <TagsField
        form={form}
        name="hosts"
        label="Hosts"
        description="Exact names, *.example.com, or * for any. Enter adds one."
        required
      />
      <PathFields form={form} />
      <TagsField
        form={form}
        name="methods"
        label="Methods"
        description="Any when empty."
        data={METHODS}
      />
      <OneField
        form={form}
        name="backend"
        label="Backend"
        required
        data={ids}
        description={ids.length === 0 ? "This project has none yet: add one first." : undefined}
      />
      <AccessField form={form} />
      {form.watch("authentication") === "required" && (
        <TagsField
          form={form}
          name="requiredScopes"
          label="Scopes"
          description="What a token must all have been issued for. ID tokens have none."
        />
      )}
      {form.watch("authentication") !== "public" && (
        <OneField
          form={form}
          name="forwardToken"
          label="What the backend gets of the token"
          data={FORWARDING}
        />
      )}
      <CorsFields form={form} />
      <RewriteSection form={form} />
      <HeaderFieldsSection
        form={form}
        side="requestHeaders"
        title="Header fields that the backend gets"
      />
      <HeaderFieldsSection
        form={form}
        side="responseHeaders"
        title="Header fields that the caller gets"
      />
    </>
  );
}

function PathFields({ form }: { form: RouteForm }) {
  const isPrefix = form.watch("match") === "prefix";
  return (
    <>
      <Controller
        control={form.control}
        name="match"
        render={({ field: { value, onChange } }) => (
          <Radio.Group
            label="Which paths"
            value={value}
            onChange={(next) => {
              onChange(next);
              if (next === "exact" && form.getValues("rewrite") !== "path") {
                form.setValue("rewrite", "none"); // there is no prefix that could be rewritten
              }
            }}
          >
            <Group mt={4}>
              <Radio value="prefix" label="That begin with" />
              <Radio value="exact" label="Exactly" />
            </Group>
          </Radio.Group>
        )}
      />
      <TextField
        form={form}
        name="path"
        label={isPrefix ? "Path prefix" : "Path"}
        description={isPrefix ? "By whole segments: /orders is not /orders2." : undefined}
        required
      />
    </>
  );
}

const REWRITES = [
  { value: "none", label: "As it came" },
  { value: "strip", label: "Without the prefix" },
  { value: "prefix", label: "Another prefix in its place" },
  { value: "path", label: "One path, whatever came" },
];

function RewriteSection({ form }: { form: RouteForm }) {
  const [match, rewrite, path] = form.watch(["match", "rewrite", "rewritePath"]);
  const choices = REWRITES.filter(
    ({ value }) => match === "prefix" || value === "none" || value === "path",
  );
  const chosen = choices.find(({ value }) => value === rewrite && value !== "none");
  const hasPath = rewrite === "path" || rewrite === "prefix";
  const summary = chosen && [chosen.label.toLowerCase(), hasPath && path];
  return (
    <FormSection
      form={form}
      title="Path at the backend"
      summary={summary?.filter(Boolean).join(", ")}
      names={["rewrite", "rewritePath"]}
    >
      <OneField
        form={form}
        name="rewrite"
        label="What the backend gets of the path"
        description="The path of the target’s URL goes in front, and the query stays."
        data={choices}
      />
      {chosen && hasPath && (
        <TextField
          form={form}
          name="rewritePath"
          label={rewrite === "path" ? "Path" : "Prefix in its place"}
          placeholder="/v2/orders"
          required
        />
      )}
    </FormSection>
  );
}

function AccessField({ form }: { form: RouteForm }) {
  const access = form.watch("authentication");
  return (
    <Stack gap="xs">
      <Controller
        control={form.control}
        name="authentication"
        render={({ field: { value, onChange } }) => (
          <Radio.Group label="Access" value={value} onChange={onChange}>
            <Stack gap={6} mt={4}>
              {ACCESS.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={ACCESS_NAMES[one]}
                  description={ACCESS_HINTS[one]}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
      />
      {access === "public" && (
        <Alert color="yellow" icon={<LockOpen aria-hidden />} title="Open to everybody">
          <Text size="sm">
            No token is asked for, and grants and revocations count for nothing.
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
