import { Button, Group, Stack } from "@mantine/core";
import { SwitchField, TextField } from "../../ui/FormFields";
import { Problem } from "../../ui/Problem";
import { AdvancedFields } from "./AdvancedFields";
import { IssuerReportView } from "./IssuerReportView";
import { type IssuerForm, issuerShape } from "./issuerShape";
import { useTestUnsaved } from "./issuers.queries";
import { PresetCards } from "./PresetCards";
import { PresetFields } from "./PresetFields";

interface Props {
  project: string;
  form: IssuerForm;
  isNew: boolean;
}

export function IssuerFormFields({ project, form, isNew }: Props) {
  return (
    <>
      {isNew && <PresetCards form={form} />}
      <TextField
        form={form}
        name="id"
        label="ID"
        description="Names the issuer in this project. It cannot be changed later."
        required
        isDisabled={!isNew}
      />
      <PresetFields form={form} isNew={isNew} />
      <AdvancedFields form={form} />
      <SwitchField
        form={form}
        name="enabled"
        label="Trusted"
        description="Without it every token of this issuer is rejected."
      />
      <Trial project={project} form={form} />
    </>
  );
}

/** A test of what is typed; nothing is saved by it. */
function Trial({ project, form }: Pick<Props, "project" | "form">) {
  const test = useTestUnsaved(project);
  const start = form.handleSubmit((fields) =>
    test.mutate({ ...issuerShape.toItem(fields), id: fields.id }),
  );
  return (
    <Stack gap="sm">
      <Group>
        <Button variant="default" loading={test.isPending} onClick={() => start()}>
          Test before saving
        </Button>
      </Group>
      {test.error && <Problem error={test.error} />}
      {test.data && <IssuerReportView report={test.data} />}
    </Stack>
  );
}
