import { CreateItem } from "../../ui/CreateItem";
import { EditItem } from "../../ui/EditItem";
import { ItemDrawer, StoredItem } from "../../ui/ItemDrawer";
import type { Act } from "../../ui/receipts";
import { AddManyGrants } from "./AddManyGrants";
import type { AccessSearch } from "./access.queries";
import { GrantFormFields } from "./GrantFormFields";
import { emptyGrant, grantShape } from "./grantShape";

interface Props {
  project: string;
  search: AccessSearch;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** The form that the URL asks for. */
export function GrantDrawer({ project, search, onDone, onClose }: Props) {
  const done = (act: Act) => {
    onDone(act);
    onClose();
  };
  const { create, many, edit } = search;
  return (
    <ItemDrawer
      opened={Boolean(create || many || edit)}
      onClose={onClose}
      title={edit ? "Edit grant" : many ? "Add many grants" : "Add grant"}
    >
      {many && <AddManyGrants project={project} />}
      {create && !many && (
        <CreateItem shape={grantShape} project={project} defaults={emptyGrant} onCreated={done}>
          {(form) => <GrantFormFields project={project} form={form} isNew />}
        </CreateItem>
      )}
      {edit && (
        <StoredItem key={edit} kind="grants" project={project} id={edit}>
          {(grant) => (
            <EditItem shape={grantShape} project={project} item={grant} onSaved={done}>
              {(form) => <GrantFormFields project={project} form={form} isNew={false} />}
            </EditItem>
          )}
        </StoredItem>
      )}
    </ItemDrawer>
  );
}
