import { Stack } from "@mantine/core";
import { SwitchField, TagsField, TextField } from "../../ui/FormFields";
import type { RouteForm } from "./routeShape";

/** What pages of other origins may do. */
export function CorsFields({ form }: { form: RouteForm }) {
  return (
    <Stack gap="xs">
      <SwitchField
        form={form}
        name="hasCors"
        label="CORS by the gateway"
        description="It answers preflights itself, without a token. Without it, CORS is the backend’s."
      />
      {form.watch("hasCors") && (
        <>
          <TagsField
            form={form}
            name="cors.allowOrigins"
            label="Origins"
            description="Such as https://shop.example.com, or * alone."
            required
          />
          <SwitchField
            form={form}
            name="cors.allowCredentials"
            label="With cookies and client certificates"
          />
          <TagsField
            form={form}
            name="cors.allowHeaders"
            label="Request fields"
            description="Authorization and Content-Type when empty."
          />
          <TagsField form={form} name="cors.exposeHeaders" label="Answer fields to show to pages" />
          <TextField
            form={form}
            name="cors.maxAgeSeconds"
            label="Seconds that a preflight is kept"
            placeholder="600"
          />
        </>
      )}
    </Stack>
  );
}
