import type { Issuer } from "../../api/client";
import type { Look } from "../../ui/StatusBadge";

/** Ways to trust an issuer, as people look for them; two of them are of the API's kind `oidc`. */
export const PRESETS = ["google", "firebase", "oidc", "jwks", "introspection"] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Record<Preset, string> = {
  google: "Google accounts",
  firebase: "Firebase or Identity Platform",
  oidc: "OpenID provider",
  jwks: "Keys at a URL",
  introspection: "Opaque tokens",
};

export const PRESET_HINTS: Record<Preset, string> = {
  google: "ID tokens of Sign in with Google.",
  firebase: "Users of one Firebase project, by ID tokens.",
  oidc: "Anything with OpenID discovery: Keycloak, Auth0, Okta, Entra.",
  jwks: "Signed tokens of an issuer without discovery.",
  introspection: "The gateway asks the issuer about each token (RFC 7662).",
};

export function presetOf(issuer: Issuer): Preset {
  return issuer.kind === "oidc" && issuer.discoveryUri === undefined ? "jwks" : issuer.kind;
}

export function statusOf({ enabled = true }: Issuer): { look: Look; text: string } {
  return enabled ? { look: "good", text: "Trusted" } : { look: "paused", text: "Switched off" };
}

export const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;

export const SIGN_IN_PROVIDERS = [
  "password",
  "phone",
  "google.com",
  "facebook.com",
  "github.com",
  "apple.com",
  "custom",
  "anonymous",
  "twitter.com",
  "microsoft.com",
];

const DISCOVERY = "/.well-known/openid-configuration";

export function discoveryOf(iss: string): string {
  return `${iss.replace(/\/$/, "")}${DISCOVERY}`;
}
