import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import type { Issuer } from "../../api/client";
import type { ItemShape } from "../../ui/itemShape";
import { ALGORITHMS, discoveryOf, PRESETS, presetOf } from "./words";

export type IssuerFields = z.input<typeof issuerFields>;
export type IssuerForm = UseFormReturn<IssuerFields, unknown, IssuerFields>;

const ID = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const FIREBASE_PROJECT = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const NUMBER = /^\d*$/;

/** Whether text must be given depends on the preset, so that is asked when all is known. */
const issuerFields = z
  .object({
    id: z.string().regex(ID, "Small letters, digits and hyphens; begins with a letter"),
    preset: z.enum(PRESETS),
    issuers: z.array(z.string()),
    discoveryUri: z.string(),
    jwksUri: z.string(),
    firebaseProjectId: z.string(),
    tenants: z.array(z.string()),
    signInProviders: z.array(z.string()),
    introspectionUri: z.string(),
    introspectionClientId: z.string(),
    audienceFrom: z.enum(["aud", "client_id"]),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1, "Choose at least one"),
    tokenTypes: z.array(z.enum(["id", "access"])).min(1, "Choose at least one"),
    clockSkewSeconds: z
      .string()
      .regex(NUMBER, "A number of seconds")
      .refine((text) => Number(text) <= 60, "At most 60 seconds"),
    maxTokenAgeSeconds: z.string().regex(NUMBER, "A number of seconds"),
    authorizedParty: z.enum(["registered", "ignore"]),
    enabled: z.boolean(),
  })
  .superRefine((fields, context) => {
    for (const [path, message] of missing(fields)) {
      context.addIssue({ code: "custom", message, path: [path] });
    }
  });

function* missing(fields: IssuerFields): Generator<[string, string]> {
  const { preset } = fields;
  if (preset !== "google" && preset !== "firebase" && fields.issuers.length === 0) {
    yield ["issuers", "Enter the iss of its tokens, exactly"];
  }
  if (preset === "firebase" && !FIREBASE_PROJECT.test(fields.firebaseProjectId)) {
    yield ["firebaseProjectId", "The ID of the Firebase project, such as shop-prod"];
  }
  if (preset === "jwks" && fields.jwksUri === "") {
    yield ["jwksUri", "Enter where its keys are"];
  }
  if (preset === "introspection" && fields.introspectionUri === "") {
    yield ["introspectionUri", "Enter where the gateway asks"];
  }
  if (preset === "introspection" && fields.introspectionClientId === "") {
    yield ["introspectionClientId", "Enter as whom the gateway asks"];
  }
}

export const emptyIssuer: IssuerFields = {
  id: "google",
  preset: "google",
  issuers: [],
  discoveryUri: "",
  jwksUri: "",
  firebaseProjectId: "",
  tenants: [],
  signInProviders: [],
  introspectionUri: "",
  introspectionClientId: "",
  audienceFrom: "aud",
  algorithms: ["RS256"],
  tokenTypes: ["id"],
  clockSkewSeconds: "10",
  maxTokenAgeSeconds: "",
  authorizedParty: "registered",
  enabled: true,
};

function toFields(issuer: Issuer): IssuerFields {
  return {
    id: issuer.id ?? "",
    preset: presetOf(issuer),
    issuers: issuer.issuers ?? [],
    discoveryUri: issuer.discoveryUri ?? "",
    jwksUri: issuer.jwksUri ?? "",
    firebaseProjectId: issuer.firebaseProjectId ?? "",
    tenants: issuer.tenants ?? [],
    signInProviders: issuer.signInProviders ?? [],
    introspectionUri: issuer.introspectionUri ?? "",
    introspectionClientId: issuer.introspectionClientId ?? "",
    audienceFrom: issuer.audienceFrom ?? "aud",
    algorithms: issuer.algorithms ?? ["RS256"],
    tokenTypes: issuer.tokenTypes ?? ["id"],
    clockSkewSeconds: String(issuer.clockSkewSeconds ?? 10),
    maxTokenAgeSeconds: issuer.maxTokenAgeSeconds?.toString() ?? "",
    authorizedParty: issuer.authorizedParty ?? "registered",
    enabled: issuer.enabled ?? true,
  };
}

/** What is not of its preset is left out: the API refuses fields that a kind has no use for. */
function toIssuer(fields: IssuerFields): Issuer {
  const { maxTokenAgeSeconds } = fields;
  return {
    ...ofPreset(fields),
    clockSkewSeconds: Number(fields.clockSkewSeconds || 0),
    ...(maxTokenAgeSeconds ? { maxTokenAgeSeconds: Number(maxTokenAgeSeconds) } : {}),
    authorizedParty: fields.authorizedParty,
    enabled: fields.enabled,
  };
}

function ofPreset(fields: IssuerFields): Issuer {
  const { issuers, algorithms, tokenTypes, tenants, signInProviders } = fields;
  switch (fields.preset) {
    case "google":
      return { kind: "google" };
    case "firebase":
      return {
        kind: "firebase",
        firebaseProjectId: fields.firebaseProjectId,
        ...(tenants.length > 0 ? { tenants } : {}),
        ...(signInProviders.length > 0 ? { signInProviders } : {}),
      };
    case "oidc": {
      const discoveryUri = fields.discoveryUri || discoveryOf(issuers[0] ?? "");
      return { kind: "oidc", issuers, discoveryUri, algorithms, tokenTypes };
    }
    case "jwks":
      return { kind: "oidc", issuers, jwksUri: fields.jwksUri, algorithms, tokenTypes };
    case "introspection":
      return {
        kind: "introspection",
        issuers,
        introspectionUri: fields.introspectionUri,
        introspectionClientId: fields.introspectionClientId,
        audienceFrom: fields.audienceFrom,
      };
  }
}

export const issuerShape: ItemShape<"issuers", IssuerFields> = {
  kind: "issuers",
  noun: "issuer",
  schema: issuerFields,
  toFields,
  toItem: toIssuer,
  idOf: (fields) => fields.id,
  nameOf: (fields) => fields.id,
  names: {
    issuers: "Issuer",
    discoveryUri: "Metadata",
    jwksUri: "Keys",
    firebaseProjectId: "Firebase project",
    tenants: "Tenants",
    signInProviders: "Sign-in providers",
    introspectionUri: "Introspection endpoint",
    introspectionClientId: "Client ID at the endpoint",
    audienceFrom: "Audience from",
    algorithms: "Algorithms",
    tokenTypes: "Token types",
    clockSkewSeconds: "Clock skew",
    maxTokenAgeSeconds: "Age at most",
    authorizedParty: "Authorized party",
    enabled: "Trusted",
  },
};
