import { zodResolver } from "@hookform/resolvers/zod";
import { SegmentedControl, TextInput } from "@mantine/core";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { ApiError } from "../../api/problem";
import { ApiCall } from "../../ui/ApiCall";
import { ItemForm } from "../../ui/ItemForm";
import { type Stored, usePutOperator } from "./administration.queries";
import {
  EMPTY_OPERATOR,
  idFor,
  nameOf,
  type OperatorFields,
  operatorFields,
  toOperator,
  toOperatorFields,
} from "./operatorFields";
import { RightsInputs } from "./RightsInputs";

interface Props {
  /** Absent for one who is new. */
  stored?: Stored;
  onDone: (text: string) => void;
}

type Form = UseFormReturn<OperatorFields, unknown, OperatorFields>;

export function OperatorForm({ stored, onDone }: Props) {
  const put = usePutOperator();
  const form: Form = useForm<OperatorFields, unknown, OperatorFields>({
    resolver: zodResolver(operatorFields),
    defaultValues: stored ? toOperatorFields(stored.operator) : EMPTY_OPERATOR,
  });
  const fields = form.watch();
  const isTaken = !stored && put.error instanceof ApiError && put.error.status === 412;
  const headers: Record<string, string> = stored
    ? { "If-Match": stored.etag }
    : { "If-None-Match": "*" };

  const submit = (valid: OperatorFields) =>
    put
      .mutateAsync({ id: valid.id, operator: toOperator(valid), etag: stored?.etag })
      .then((saved) => onDone(`${stored ? "Changed" : "Added"} ${nameOf(saved)}`))
      .catch(() => undefined); // the form shows it

  return (
    <ItemForm
      form={form}
      action={stored ? "Save" : "Add operator"}
      needs={{ permission: "operators.write", over: "all" }}
      error={isTaken ? null : put.error}
      onSubmit={submit}
    >
      <Who form={form} isNew={!stored} />
      <TextInput
        label="ID"
        description="Names the operator in the API. It cannot be changed later."
        required
        disabled={Boolean(stored)}
        error={form.formState.errors.id?.message ?? (isTaken && "An operator with this ID exists")}
        {...form.register("id", { onChange: () => put.reset() })}
      />
      <RightsInputs
        control={form.control}
        reach={fields.reach}
        problem={form.formState.errors.projects?.message}
      />
      <ApiCall
        call={{
          method: "PUT",
          path: `/operators/${fields.id || "ID"}`,
          headers,
          body: toOperator(fields),
        }}
      />
    </ItemForm>
  );
}

function Who({ form, isNew }: { form: Form; isNew: boolean }) {
  const { errors, dirtyFields } = form.formState;

  function suggestId(email: string) {
    if (isNew && !dirtyFields.id) {
      form.setValue("id", idFor(email));
    }
  }

  return (
    <>
      <Controller
        control={form.control}
        name="by"
        render={({ field }) => (
          <SegmentedControl
            aria-label="Known by"
            value={field.value}
            onChange={field.onChange}
            data={[
              { value: "email", label: "By e-mail" },
              { value: "subject", label: "By issuer and subject" },
            ]}
          />
        )}
      />
      {form.watch("by") === "email" ? (
        <TextInput
          label="E-mail"
          description="Their OpenID provider has to call it verified."
          type="email"
          required
          data-autofocus
          error={errors.email?.message}
          {...form.register("email", { onChange: (event) => suggestId(event.target.value) })}
        />
      ) : (
        <>
          <TextInput
            label="Issuer"
            description="The exact iss of their ID tokens."
            required
            error={errors.issuer?.message}
            {...form.register("issuer")}
          />
          <TextInput
            label="Subject"
            description="The sub of their ID tokens: it never passes on to somebody else."
            required
            error={errors.subject?.message}
            {...form.register("subject")}
          />
        </>
      )}
    </>
  );
}
