import type { ItemShape } from "../../ui/itemShape";
import { type ClientFields, clientFields, toClient, toFields } from "./clientFields";

const RESTRICTIONS = "restrictions.";

export const clientShape: ItemShape<"clients", ClientFields> = {
  kind: "clients",
  noun: "client",
  schema: clientFields,
  toFields,
  toItem: toClient,
  idOf: (fields) => fields.clientId,
  nameOf: (fields) => fields.name,
  names: {
    name: "Name",
    issuer: "Issuer",
    applicationType: "Application type",
    restrictions: "Restrictions",
    expiresAt: "Expires",
  },
  fieldFor: (field) =>
    field === "id" || field.startsWith(RESTRICTIONS)
      ? field.replace(/^id$/, "clientId")
      : undefined,
};
