import type { Client } from "../../api/client";
import { clientFields, emptyFields, toClient } from "./clientFields";
import { parseCsv } from "./csv";

/** One line of what was pasted: the client it makes, or why it makes none. */
export interface PastedClient {
  line: number;
  text: string;
  client?: { id: string; item: Client };
  fault?: string;
}

const MOST = 500;

/** Client ID, name, application type, issuer; all but the first may be left out. */
export function readClients(text: string, issuer: string): PastedClient[] {
  const seen = new Set<string>();
  return parseCsv(text)
    .filter(({ cells }) => cells[0]?.toLowerCase() !== "clientid")
    .slice(0, MOST)
    .map(({ line, cells }) => {
      const [clientId = "", name = "", type = "", of = ""] = cells;
      const pasted = { line, text: cells.join(", ") };
      if (seen.has(clientId)) {
        return { ...pasted, fault: "The same client ID as in a line before" };
      }
      seen.add(clientId);
      const fields = clientFields.safeParse({
        ...emptyFields(of || issuer),
        clientId,
        name: name || clientId.slice(0, 200),
        applicationType: type.toLowerCase() || "web",
      });
      return fields.success
        ? { ...pasted, client: { id: clientId, item: toClient(fields.data) } }
        : { ...pasted, fault: faultOf(fields.error.issues[0]) };
    });
}

function faultOf(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return issue ? `${issue.path.join(".")}: ${issue.message}` : "Not a client";
}
