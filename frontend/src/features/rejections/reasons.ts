/** Every reason a request is rejected for, by its code in the API, as operators read it. */
export const REASONS = {
  request_malformed: "Malformed request",
  multiple_credentials: "More than one credential",
  path_ambiguous: "Ambiguous path",
  token_missing: "No token",
  token_malformed: "Malformed token",
  token_too_large: "Token too large",
  algorithm_not_allowed: "Algorithm not allowed",
  key_unknown: "Unknown key",
  signature_invalid: "Invalid signature",
  issuer_unknown: "Unknown issuer",
  issuer_disabled: "Issuer switched off",
  token_expired: "Token expired",
  token_not_yet_valid: "Token not valid yet",
  claims_invalid: "Invalid claims",
  audience_not_allowed: "Client not registered",
  client_disabled: "Client disabled",
  client_expired: "Client expired",
  client_revoked: "Client revoked",
  authorized_party_not_allowed: "Authorized party not registered",
  token_revoked: "Token revoked",
  session_revoked: "User signed out",
  token_inactive: "Token inactive",
  user_not_granted: "User has no grant",
  user_denied: "User barred",
  grant_expired: "Grant expired",
  email_unverified: "E-mail not verified",
  sign_in_provider_not_allowed: "Sign-in provider not allowed",
  tenant_not_allowed: "Tenant not allowed",
  origin_not_allowed: "Origin not allowed",
  scope_insufficient: "Scope missing",
  route_not_found: "No route",
  method_not_allowed: "Method not allowed",
  body_too_large: "Body too large",
  headers_too_large: "Headers too large",
  rate_limited: "Rate limited",
  policy_stale: "Policy not confirmed",
  keys_unavailable: "Issuer keys unavailable",
  introspection_unavailable: "Introspection unavailable",
  backend_unavailable: "Backend unavailable",
  overloaded: "Gateway overloaded",
  backend_failed: "Backend failed",
  backend_timeout: "Backend timed out",
} as const;

export type Reason = keyof typeof REASONS;

export const REASON_CODES = Object.keys(REASONS) as [Reason, ...Reason[]];

/** A newer server may know reasons that this page does not. */
export function reasonTitle(code: string): string {
  return code in REASONS ? REASONS[code as Reason] : code;
}
