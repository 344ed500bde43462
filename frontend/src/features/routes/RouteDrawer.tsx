import { CreateItem } from "../../ui/CreateItem";
import { EditItem } from "../../ui/EditItem";
import { ItemDrawer, StoredItem } from "../../ui/ItemDrawer";
import type { Act } from "../../ui/receipts";
import { RouteFormFields } from "./RouteFormFields";
import { emptyRoute, routeShape } from "./routeShape";
import type { RouteSearch } from "./routes.queries";

interface Props {
  project: string;
  search: RouteSearch;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** The form that the URL asks for. */
export function RouteDrawer({ project, search, onDone, onClose }: Props) {
  const done = (act: Act) => {
    onDone(act);
    onClose();
  };
  const { create, edit } = search;
  return (
    <ItemDrawer
      opened={Boolean(create || edit)}
      onClose={onClose}
      title={edit ? "Edit route" : "Add route"}
    >
      {create && (
        <CreateItem shape={routeShape} project={project} defaults={emptyRoute} onCreated={done}>
          {(form) => <RouteFormFields project={project} form={form} isNew />}
        </CreateItem>
      )}
      {edit && (
        <StoredItem key={edit} kind="routes" project={project} id={edit}>
          {(route) => (
            <EditItem shape={routeShape} project={project} item={route} onSaved={done}>
              {(form) => <RouteFormFields project={project} form={form} isNew={false} />}
            </EditItem>
          )}
        </StoredItem>
      )}
    </ItemDrawer>
  );
}
