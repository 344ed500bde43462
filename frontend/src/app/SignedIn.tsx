import { useEffect } from "react";
import { PageHeader } from "../ui/PageHeader";
import { tellOtherWindows } from "./signedIn";

/** Where the provider sends the window back that was opened to sign in again. */
export function SignedIn() {
  useEffect(tellOtherWindows, []);
  return (
    <PageHeader title="You are signed in">
      Close this window and go on in the one before it: what you typed is still there.
    </PageHeader>
  );
}
