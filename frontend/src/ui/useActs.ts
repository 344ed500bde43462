import { useState } from "react";
import type { Act } from "./receipts";

/** What is being asked about on a page, what came of the last act, and where the focus goes. */
export function useActs<Q>() {
  const [asked, setAsked] = useState<Q>();
  const [act, setAct] = useState<Act>();
  const [opener, setOpener] = useState<HTMLElement | null>(null);

  /** Remembers from where something was opened; what was said of the act before goes. */
  function begin(from: HTMLElement | null) {
    setOpener(from);
    setAct(undefined);
  }

  function ask(question: Q, from: HTMLElement | null) {
    begin(from);
    setAsked(question);
  }

  /** The focus goes back to where the dialog was opened from, which the menu alone does not do. */
  function close() {
    setAsked(undefined);
    setTimeout(() => opener?.focus());
  }

  return { asked, ask, begin, close, act, report: setAct, dismiss: () => setAct(undefined) };
}
