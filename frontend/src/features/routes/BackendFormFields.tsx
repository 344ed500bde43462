import { ActionIcon, Button, Fieldset, Group, Stack } from "@mantine/core";
import X from "lucide-react/icons/x";
import { useFieldArray } from "react-hook-form";
import { OneField, SwitchField, TextAreaField, TextField } from "../../ui/FormFields";
import { FormSection } from "../../ui/FormSection";
import { BalancingSection, FailureSection, HealthSection } from "./BackendRules";
import type { BackendForm } from "./backendSchema";

const PROTOCOLS = [
  { value: "http1", label: "HTTP/1.1" },
  { value: "http2", label: "HTTP/2, which gRPC needs" },
];

export function BackendFormFields({ form, isNew }: { form: BackendForm; isNew: boolean }) {
  return (
    <>
      <TextField form={form} name="id" label="ID" required isDisabled={!isNew} />
      <Targets form={form} />
      <OneField form={form} name="protocol" label="Protocol" data={PROTOCOLS} />
      <BalancingSection form={form} />
      <HealthSection form={form} />
      <FailureSection form={form} />
      <TimesSection form={form} />
      <TlsSection form={form} />
    </>
  );
}

function Targets({ form }: { form: BackendForm }) {
  const targets = useFieldArray({ control: form.control, name: "targets" });
  return (
    <Fieldset legend="Targets">
      <Stack gap="xs">
        {targets.fields.map((target, index) => (
          <Group key={target.id} align="flex-start" gap="xs" wrap="nowrap">
            <TextField
              form={form}
              name={`targets.${index}.url`}
              label="URL"
              placeholder="http://orders.internal:8080"
              required
              isGrowing
            />
            <TextField form={form} name={`targets.${index}.weight`} label="Weight" width={80} />
            {targets.fields.length > 1 && (
              <ActionIcon
                mt={30}
                variant="subtle"
                color="gray"
                aria-label={`Remove target ${index + 1}`}
                onClick={() => targets.remove(index)}
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            onClick={() => targets.append({ url: "", weight: "1" })}
          >
            Add target
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

const TIMES = [
  "connectTimeoutMillis",
  "responseTimeoutMillis",
  "idleTimeoutMillis",
  "totalTimeoutMillis",
] as const;

function TimesSection({ form }: { form: BackendForm }) {
  const [response, total] = form.watch(["responseTimeoutMillis", "totalTimeoutMillis"]);
  const summary = [`${response} ms to answer`, total && `${total} ms for all of it`];
  return (
    <FormSection
      form={form}
      title="Times"
      summary={summary.filter(Boolean).join(", ")}
      names={TIMES}
    >
      <TextField form={form} name="connectTimeoutMillis" label="Milliseconds to connect" />
      <TextField
        form={form}
        name="responseTimeoutMillis"
        label="Milliseconds until the answer begins"
      />
      <TextField form={form} name="idleTimeoutMillis" label="Milliseconds without a byte" />
      <TextField
        form={form}
        name="totalTimeoutMillis"
        label="Milliseconds for all of it"
        description="From the admission to the last byte, with all tries. Leave empty for no such bound."
      />
    </FormSection>
  );
}

function TlsSection({ form }: { form: BackendForm }) {
  const { trustedCertificates, serverName, clientCertificate } = form.watch("tls");
  const summary = [
    trustedCertificates.trim() && "own authorities",
    serverName && `as ${serverName}`,
    clientCertificate && "with a client certificate",
  ];
  return (
    <FormSection
      form={form}
      title="TLS to https targets"
      summary={summary.filter(Boolean).join(", ")}
      names={["tls"]}
    >
      <TextAreaField
        form={form}
        name="tls.trustedCertificates"
        label="Certificates that may vouch for the targets"
        description="PEM. No others then may; when empty, the authorities of the JDK."
        placeholder="-----BEGIN CERTIFICATE-----"
      />
      <TextField
        form={form}
        name="tls.serverName"
        label="Name in their certificate"
        description="In place of the host in the URL; also sent as SNI and Host."
      />
      <SwitchField
        form={form}
        name="tls.clientCertificate"
        label="Show a client certificate"
        description={
          <>
            From <ClientFiles form={form} /> in PORTCULLIS_SECRETS_DIR of every gateway.
          </>
        }
      />
    </FormSection>
  );
}

/** Certificate and key are files, so that whoever reads the database has no key. */
function ClientFiles({ form }: { form: BackendForm }) {
  const id = form.watch("id") || "BACKEND";
  return `backend.PROJECT.${id}.crt.pem and .key.pem`;
}
