import { z } from "zod";
import type { Operator } from "../../api/client";
import {
  NAME_A_PROJECT,
  namesAProject,
  type RightsFields,
  rightsFields,
  toRights,
  toRightsFields,
} from "./rights";

const ID = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

export interface OperatorFields extends RightsFields {
  id: string;
  by: "email" | "subject";
  email: string;
  issuer: string;
  subject: string;
}

export const operatorFields: z.ZodType<OperatorFields, OperatorFields> = z
  .object({
    ...rightsFields,
    id: z.string().regex(ID, "Small letters, digits and hyphens; begins with a letter, at most 63"),
    by: z.enum(["email", "subject"]),
    email: z.string(),
    issuer: z.string(),
    subject: z.string(),
  })
  .superRefine((fields, context) => {
    const missing = fields.by === "email" ? ["email"] : ["issuer", "subject"];
    for (const field of missing.filter((name) => !fields[name as "email"].trim())) {
      context.addIssue({ code: "custom", message: "Is needed", path: [field] });
    }
    if (!namesAProject(fields)) {
      context.addIssue({ code: "custom", message: NAME_A_PROJECT, path: ["projects"] });
    }
  });

export const EMPTY_OPERATOR: OperatorFields = {
  id: "",
  by: "email",
  email: "",
  issuer: "",
  subject: "",
  role: "viewer",
  reach: "all",
  projects: [],
};

export function toOperator(fields: OperatorFields): Operator {
  const who =
    fields.by === "email"
      ? { email: fields.email.trim() }
      : { issuer: fields.issuer.trim(), subject: fields.subject.trim() };
  return { ...who, ...toRights(fields) };
}

export function toOperatorFields(operator: Operator): OperatorFields {
  return {
    ...toRightsFields(operator),
    id: operator.id ?? "",
    by: operator.email ? "email" : "subject",
    email: operator.email ?? "",
    issuer: operator.issuer ?? "",
    subject: operator.subject ?? "",
  };
}

/** What an ID could be for somebody with this address. */
export function idFor(email: string): string {
  return (email.split("@")[0] ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 63);
}

export function nameOf(operator: Operator): string {
  return operator.email ?? operator.subject ?? operator.id ?? "";
}
