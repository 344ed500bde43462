import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { type Kind, pathOf, useCreateItem } from "../api/items";
import { ApiError } from "../api/problem";
import { ApiCall } from "./ApiCall";
import { draft } from "./draft";
import { ItemForm } from "./ItemForm";
import type { ItemShape } from "./itemShape";
import type { Act } from "./receipts";
import { showViolations } from "./violations";

interface Props<K extends Kind, F extends FieldValues> {
  shape: ItemShape<K, F>;
  project: string;
  defaults: F;
  onCreated: (act: Act) => void;
  children: (form: UseFormReturn<F, unknown, F>) => ReactNode;
}

/** Creates what is not there yet; an ID that is taken is said at its field. */
export function CreateItem<K extends Kind, F extends FieldValues>(props: Props<K, F>) {
  const { shape, project } = props;
  const create = useCreateItem(shape.kind, project);
  const form = useForm<F, unknown, F>({
    resolver: zodResolver(shape.schema),
    defaultValues: props.defaults as DefaultValues<F>,
  });

  async function submit(fields: F) {
    const id = shape.idOf(fields);
    try {
      const receipt = await create.mutateAsync({ id, item: shape.toItem(fields) });
      props.onCreated({ verb: "Created", name: shape.nameOf(fields), receipt });
    } catch (failure) {
      showViolations(form, shape, failure);
      if (isTaken(failure)) {
        const message = `This project has a ${shape.noun} with this ID already`;
        form.setError((shape.fieldFor?.("id") ?? "id") as Path<F>, { message });
      }
    }
  }

  const fields = form.watch();
  return (
    <ItemForm
      form={form}
      action={`Create ${shape.noun}`}
      needs={{ permission: `${shape.kind}.write`, over: { project } }}
      error={isTaken(create.error) ? null : create.error}
      onSubmit={submit}
    >
      {props.children(form)}
      <ApiCall
        call={{
          method: "PUT",
          path: pathOf(project, shape.kind, shape.idOf(fields) || "ID"),
          headers: { "If-None-Match": "*" },
          body: draft(() => shape.toItem(fields)),
        }}
      />
    </ItemForm>
  );
}

function isTaken(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 412;
}
