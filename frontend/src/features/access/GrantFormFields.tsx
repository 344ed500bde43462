import { Alert, Group, MultiSelect, Radio, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Controller, type UseFormReturn } from "react-hook-form";
import { choiceQuery } from "../../api/items";
import { type GrantFields, idFor, memberOf } from "./grantShape";
import {
  isForAll,
  KIND_NAMES,
  MEMBER_KINDS,
  toPrincipal,
  VALUE_LABELS,
  warningOf,
} from "./members";

interface Props {
  project: string;
  form: UseFormReturn<GrantFields, unknown, GrantFields>;
  isNew: boolean;
}

const KIND_OPTIONS = MEMBER_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }));

export function GrantFormFields({ project, form, isNew }: Props) {
  const { errors } = form.formState;
  const fields = form.watch();
  return (
    <>
      <EffectField form={form} />
      <Controller
        control={form.control}
        name="kind"
        render={({ field: { value, onChange } }) => (
          <Select
            label="Who"
            allowDeselect={false}
            data={KIND_OPTIONS}
            value={value}
            onChange={onChange}
          />
        )}
      />
      {fields.kind === "subject" && <IssuerOfSubject project={project} form={form} />}
      {!isForAll(fields.kind) && (
        <TextInput
          label={VALUE_LABELS[fields.kind]}
          required
          description={
            fields.kind === "user" || fields.kind === "domain"
              ? "Counts only where the issuer says that the address is verified."
              : undefined
          }
          error={errors.value?.message}
          {...form.register("value")}
        />
      )}
      <Warning fields={fields} />
      <RoutesField project={project} form={form} />
      <TextInput
        type="datetime-local"
        label="Expires"
        description="From then on it counts for nothing. Leave empty for no end."
        error={errors.expiresAt?.message}
        {...form.register("expiresAt")}
      />
      <TextInput label="Note" error={errors.note?.message} {...form.register("note")} />
      {isNew && (
        <TextInput
          label="ID"
          description="Names the grant in the API; made from the principal if left empty."
          placeholder={idFor(toPrincipal(memberOf(fields)), fields.effect)}
          error={errors.id?.message}
          {...form.register("id")}
        />
      )}
    </>
  );
}

function EffectField({ form }: Pick<Props, "form">) {
  return (
    <Controller
      control={form.control}
      name="effect"
      render={({ field: { value, onChange } }) => (
        <Radio.Group
          label="Effect"
          description="Deny wins over every allow."
          value={value}
          onChange={onChange}
        >
          <Group mt={4}>
            <Radio value="allow" label="Allow" />
            <Radio value="deny" label="Deny" />
          </Group>
        </Radio.Group>
      )}
    />
  );
}

function Warning({ fields }: { fields: GrantFields }) {
  const text = fields.effect === "allow" ? warningOf(memberOf(fields)) : undefined;
  return text ? (
    <Alert color="yellow" role="alert" icon={<TriangleAlert aria-hidden />} title="Think twice">
      {text}
    </Alert>
  ) : null;
}

function IssuerOfSubject({ project, form }: Pick<Props, "project" | "form">) {
  const issuers = useQuery(choiceQuery("issuers", project));
  return (
    <Controller
      control={form.control}
      name="issuer"
      render={({ field: { value, onChange } }) => (
        <Select
          label="Issuer"
          required
          allowDeselect={false}
          data={issuers.data?.map((issuer) => issuer.id ?? "") ?? []}
          value={value || null}
          onChange={onChange}
        />
      )}
    />
  );
}

function RoutesField({ project, form }: Pick<Props, "project" | "form">) {
  const routes = useQuery(choiceQuery("routes", project));
  return (
    <Controller
      control={form.control}
      name="routes"
      render={({ field: { value, onChange } }) => (
        <MultiSelect
          label="Routes"
          description="Which routes it is about; all when none is chosen."
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear routes" }}
          data={routes.data?.map((route) => route.id ?? "") ?? []}
          value={value}
          onChange={onChange}
          error={form.formState.errors.routes?.message}
        />
      )}
    />
  );
}
