import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from "react-hook-form";
import { type Items, idOf, itemQuery, type Kind, pathOf, usePatchItem } from "../api/items";
import { mergePatch } from "../api/mergePatch";
import { ApiError } from "../api/problem";
import { etag } from "../api/receipt";
import { ApiCall } from "./ApiCall";
import { ConflictDialog } from "./ConflictDialog";
import { differencesOf } from "./differences";
import { draft } from "./draft";
import { ItemForm } from "./ItemForm";
import type { ItemShape } from "./itemShape";
import type { Act } from "./receipts";
import { showViolations } from "./violations";

interface Props<K extends Kind, F extends FieldValues> {
  shape: ItemShape<K, F>;
  project: string;
  item: Items[K];
  onSaved: (act: Act) => void;
  children: (form: UseFormReturn<F, unknown, F>) => ReactNode;
}

/** Changes only what its user changed, and only if nobody else did in the meantime. */
export function EditItem<K extends Kind, F extends FieldValues>(props: Props<K, F>) {
  const { shape, project, item } = props;
  const queries = useQueryClient();
  const patch = usePatchItem(shape.kind, project);
  const [seen, setSeen] = useState(item);
  const [theirs, setTheirs] = useState<Items[K]>();
  const form = useForm<F, unknown, F>({
    resolver: zodResolver(shape.schema),
    defaultValues: shape.toFields(item) as DefaultValues<F>,
  });
  const changes = (fields: F) => mergePatch(tidied(shape, seen), shape.toItem(fields));

  async function save(fields: F, latest: Items[K]) {
    try {
      const receipt = await patch.mutateAsync({ seen: latest, changes: changes(fields) });
      props.onSaved({ verb: "Saved", name: shape.nameOf(fields), receipt });
    } catch (failure) {
      showViolations(form, shape, failure);
      if (isConflict(failure)) {
        setTheirs(await queries.fetchQuery(itemQuery(shape.kind, project, idOf(item))));
      }
    }
  }

  function takeTheirs(stored: Items[K]) {
    setSeen(stored);
    form.reset(shape.toFields(stored));
    setTheirs(undefined);
    patch.reset();
  }

  return (
    <>
      <ItemForm
        form={form}
        action="Save"
        needs={{ permission: `${shape.kind}.write`, over: { project } }}
        error={isConflict(patch.error) ? null : patch.error}
        onSubmit={(fields) => save(fields, seen)}
      >
        {props.children(form)}
        <ApiCall
          call={{
            method: "PATCH",
            path: pathOf(project, shape.kind, idOf(item)),
            headers: { "If-Match": etag(seen) },
            body: draft(() => changes(form.watch())),
          }}
        />
      </ItemForm>
      {theirs && (
        <ConflictDialog
          item={{ name: shape.nameOf(shape.toFields(theirs)), revision: theirs.revision }}
          differences={differencesOf(
            shape.names,
            shape.toItem(form.getValues()),
            tidied(shape, theirs),
          )}
          isBusy={patch.isPending}
          onTakeTheirs={() => takeTheirs(theirs)}
          onApplyMine={() => save(form.getValues(), theirs)}
          onClose={() => setTheirs(undefined)}
        />
      )}
    </>
  );
}

/** As the form would send it, so that only what its user changed differs. */
function tidied<K extends Kind, F extends FieldValues>(shape: ItemShape<K, F>, item: Items[K]) {
  return shape.toItem(shape.toFields(item));
}

function isConflict(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 412;
}
