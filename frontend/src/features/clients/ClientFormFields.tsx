import { Alert, Code, Select, Switch, TextInput } from "@mantine/core";
import Info from "lucide-react/icons/info";
import { Controller, type UseFormReturn } from "react-hook-form";
import type { Issuer } from "../../api/client";
import type { ClientFields } from "./clientFields";
import { RestrictionFields } from "./RestrictionFields";
import { TypeCards } from "./TypeCards";
import { isGoogleClientId } from "./words";

interface Props {
  form: UseFormReturn<ClientFields, unknown, ClientFields>;
  issuers: Issuer[];
  isNew: boolean;
}

export function ClientFormFields({ form, issuers, isNew }: Props) {
  const { errors } = form.formState;
  return (
    <>
      <TypeCards control={form.control} />
      <TextInput label="Name" required error={errors.name?.message} {...form.register("name")} />
      <ClientId form={form} isNew={isNew} />
      <IssuerField form={form} issuers={issuers} />
      <RestrictionFields form={form} />
      <TextInput
        type="datetime-local"
        label="Expires"
        description="From then on its tokens are rejected. Leave empty for no end."
        error={errors.expiresAt?.message}
        {...form.register("expiresAt")}
      />
      {isNew && <AllowedAtOnce form={form} />}
      <Enforced />
    </>
  );
}

function ClientId({ form, isNew }: Pick<Props, "form" | "isNew">) {
  const clientId = form.watch("clientId");
  return (
    <TextInput
      label="Client ID"
      description={
        isGoogleClientId(clientId)
          ? "A Google OAuth client ID."
          : "The OAuth client ID: what its tokens carry as aud."
      }
      required
      disabled={!isNew}
      error={form.formState.errors.clientId?.message}
      {...form.register("clientId")}
    />
  );
}

function IssuerField({ form, issuers }: Pick<Props, "form" | "issuers">) {
  return (
    <Controller
      control={form.control}
      name="issuer"
      render={({ field: { value, onChange, onBlur, ref } }) => (
        <Select
          label="Issuer"
          description="Whose signature its tokens must carry."
          required
          allowDeselect={false}
          data={issuers.map((issuer) => issuer.id ?? "")}
          value={value}
          onChange={(issuer) => onChange(issuer ?? "")}
          onBlur={onBlur}
          ref={ref}
          error={form.formState.errors.issuer?.message}
        />
      )}
    />
  );
}

function AllowedAtOnce({ form }: Pick<Props, "form">) {
  return (
    <Controller
      control={form.control}
      name="isEnabled"
      render={({ field: { value, onChange } }) => (
        <Switch label="Allowed at once" checked={value} onChange={onChange} />
      )}
    />
  );
}

/** Nobody shall trust in what is written down only. */
function Enforced() {
  return (
    <Alert color="gray" icon={<Info aria-hidden />} title="What the gateway enforces">
      Client ID, issuer, state and expiry. Origins, package, fingerprint and bundle ID are recorded
      only: a token does not say where it comes from, so they keep nobody out. See{" "}
      <Code>restrictions</Code> in the API document.
    </Alert>
  );
}
