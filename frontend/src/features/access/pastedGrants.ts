import type { Grant } from "../../api/client";
import { idFor } from "./grantShape";
import { faultOf, guessMember, toPrincipal } from "./members";

/** One line that was pasted: the grant it makes, or why it makes none. */
export interface PastedGrant {
  line: number;
  text: string;
  grant?: { id: string; item: Grant };
  fault?: string;
}

const MOST = 500;

/** A principal, an address or a domain in each line; what follows a comma is a note. */
export function readGrants(text: string, effect: "allow" | "deny"): PastedGrant[] {
  const seen = new Set<string>();
  return text
    .split(/\r?\n/)
    .map((raw, index) => ({ line: index + 1, text: raw.trim() }))
    .filter((line) => line.text !== "")
    .slice(0, MOST)
    .map((line) => {
      const read = readLine(line.text, effect);
      const id = read.grant?.id ?? "";
      if (id && seen.has(id)) {
        return { ...line, fault: "The same as a line before" };
      }
      seen.add(id);
      return { ...line, ...read };
    });
}

function readLine(text: string, effect: "allow" | "deny"): Omit<PastedGrant, "line" | "text"> {
  const [who = "", ...rest] = text.split(",");
  const member = guessMember(who.trim());
  if (member === null) {
    return { fault: "Neither a principal, an e-mail address nor a domain" };
  }
  const fault = faultOf(member);
  if (fault) {
    return { fault };
  }
  const principal = toPrincipal(member);
  const note = rest.join(",").trim();
  return {
    grant: { id: idFor(principal, effect), item: { principal, effect, routes: [], note } },
  };
}
