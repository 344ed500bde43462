import type { Receipt } from "../api/receipt";

/** An act that was carried out: "Revoked", "Storefront", and what the API said. */
export interface Act {
  verb: string;
  name: string;
  receipt: Receipt;
}

/** The confirmation in words: "Revoked on 3/3 gateways in 14 ms · revision 420". */
export function inWords(verb: string, { counts, revision }: Receipt): string {
  if (!counts) {
    return `${verb} · revision ${revision}`;
  }
  const { replicas, applied, expired, elapsed } = counts;
  if (replicas === 0) {
    return `${verb} · revision ${revision} · no gateway runs; each will start with it`;
  }
  const where = `${verb} on ${applied}/${replicas} gateways in ${elapsed} · revision ${revision}`;
  return expired === 0 ? where : `${where} · ${expired} lost the lease and reject everything`;
}
