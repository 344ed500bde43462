import { ActionIcon, Button, Fieldset, Group, Stack } from "@mantine/core";
import X from "lucide-react/icons/x";
import { useFieldArray } from "react-hook-form";
import { OneField, TextField } from "../../ui/FormFields";
import type { BackendForm } from "./backendShape";

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
      <TextField form={form} name="connectTimeoutMillis" label="Milliseconds to connect" />
      <TextField
        form={form}
        name="responseTimeoutMillis"
        label="Milliseconds until the answer begins"
      />
      <TextField form={form} name="idleTimeoutMillis" label="Milliseconds without a byte" />
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
