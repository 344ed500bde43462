/** Written when a window has signed in, for the others to look again; its value says nothing. */
export const SIGNED_IN = "portcullis.signed-in";

export function tellOtherWindows() {
  localStorage.setItem(SIGNED_IN, crypto.randomUUID());
}
