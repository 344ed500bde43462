import { Alert, Text } from "@mantine/core";
import Info from "lucide-react/icons/info";
import { ManyField, OneField, TagsField, TextField } from "../../ui/FormFields";
import type { IssuerForm } from "./issuerShape";
import { discoveryOf, SIGN_IN_PROVIDERS } from "./words";

interface Props {
  form: IssuerForm;
  isNew: boolean;
}

/** What the chosen preset needs to know. */
export function PresetFields({ form, isNew }: Props) {
  const iss = form.watch("issuers")[0];
  switch (form.watch("preset")) {
    case "google":
      return (
        <Text size="sm" c="dimmed">
          Nothing else is needed: where Google’s keys are is known, and both spellings of its name
          count.
        </Text>
      );
    case "firebase":
      return <FirebaseFields form={form} isNew={isNew} />;
    case "oidc":
      return (
        <>
          <IssField form={form} />
          <TextField
            form={form}
            name="discoveryUri"
            label="Metadata URL"
            description="Made from the issuer if left empty."
            placeholder={iss ? discoveryOf(iss) : "https://…/.well-known/openid-configuration"}
          />
        </>
      );
    case "jwks":
      return (
        <>
          <IssField form={form} />
          <TextField form={form} name="jwksUri" label="URL of its keys (JWKS)" required />
        </>
      );
    case "introspection":
      return <IntrospectionFields form={form} />;
  }
}

function IssField({ form }: { form: IssuerForm }) {
  return (
    <TagsField
      form={form}
      name="issuers"
      label="Issuer"
      description="The iss of its tokens, exactly, a slash at the end included. Enter adds one."
      placeholder="https://login.example.com"
      required
    />
  );
}

function FirebaseFields({ form, isNew }: Props) {
  return (
    <>
      <TextField
        form={form}
        name="firebaseProjectId"
        label="Firebase project ID"
        placeholder="shop-prod"
        description="Its tokens are for this audience. A client of that ID comes with the issuer."
        required
      />
      <ManyField
        form={form}
        name="signInProviders"
        label="Sign-in providers"
        description={`${isNew ? "The usual ones if left empty. " : ""}Anonymous users have proved nothing.`}
        data={SIGN_IN_PROVIDERS}
      />
      <TagsField
        form={form}
        name="tenants"
        label="Tenants"
        description="Of Identity Platform. With any, users of no tenant are rejected; without, all of a tenant are."
      />
    </>
  );
}

function IntrospectionFields({ form }: { form: IssuerForm }) {
  return (
    <>
      <IssField form={form} />
      <TextField form={form} name="introspectionUri" label="Introspection endpoint" required />
      <TextField
        form={form}
        name="introspectionClientId"
        label="Client ID of the gateway there"
        required
      />
      <OneField
        form={form}
        name="audienceFrom"
        label="Member of the answer that is the audience"
        data={["aud", "client_id"]}
      />
      <Alert color="gray" icon={<Info aria-hidden />} title="The secret is not kept here">
        Each gateway reads it from the file introspection.PROJECT.ISSUER in PORTCULLIS_SECRETS_DIR.
      </Alert>
    </>
  );
}
