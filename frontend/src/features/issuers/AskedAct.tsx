import { Text } from "@mantine/core";
import type { Issuer } from "../../api/client";
import { pathOf, usePatchItem } from "../../api/items";
import { etag } from "../../api/receipt";
import { ImpactNote } from "../../ui/ImpactNote";
import { RemoveItem } from "../../ui/RemoveItem";
import type { Act } from "../../ui/receipts";
import { SignOutDialog } from "../../ui/SignOutDialog";
import { NowAt, TakeAwayDialog } from "../../ui/TakeAwayDialog";

interface Props {
  project: string;
  kind: "disable" | "sign-out" | "remove";
  /** As the list shows it now. */
  issuer: Issuer;
  onDone: (act: Act) => void;
  onClose: () => void;
}

/** What takes something away from everybody who signs in with this issuer. */
export function AskedAct({ kind, ...props }: Props) {
  switch (kind) {
    case "sign-out":
      return (
        <SignOutDialog
          {...props}
          reach={{ issuer: props.issuer.id ?? "" }}
          whom={`everybody of ${props.issuer.id}`}
        />
      );
    case "disable":
      return <SwitchOff {...props} />;
    case "remove":
      return (
        <RemoveItem
          kind="issuers"
          project={props.project}
          item={props.issuer}
          isTyped
          consequence="Every token of this issuer is rejected from then on. It goes only when no client belongs to it any more; to pause it, switch it off."
          onDone={props.onDone}
          onClose={props.onClose}
        />
      );
  }
}

function SwitchOff({ project, issuer, onDone, onClose }: Omit<Props, "kind">) {
  const patch = usePatchItem("issuers", project);
  const { id = "" } = issuer;
  const body = { enabled: false };
  return (
    <TakeAwayDialog
      act={{
        action: "Switch off",
        verb: "Switched off",
        name: id,
        take: () => patch.mutateAsync({ seen: issuer, changes: body }),
        call: {
          method: "PATCH",
          path: pathOf(project, "issuers", id),
          headers: { "If-Match": etag(issuer) },
          body,
        },
      }}
      whenStale={<NowAt is={`“${id}”`} revision={issuer.revision} action="Switch off" />}
      onDone={onDone}
      onClose={onClose}
    >
      <Text size="sm">
        Every token of this issuer is rejected until it is switched on again; streams that rest on
        one are closed.
      </Text>
      <ImpactNote project={project} kind="issuers" id={id} changes={body} />
    </TakeAwayDialog>
  );
}
