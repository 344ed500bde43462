/** What a pasted text turned out to be. */
export type Decoded =
  | { kind: "jwt"; token: string; header: Json; claims: Json }
  | { kind: "unreadable"; why: string };

export type Json = Record<string, unknown>;

const LONGEST = 16_384;
const COMPACT = /[\w-]+\.[\w-]+\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/;
const JWT = /eyJ[\w-]*\.[\w-]+\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/;

/** Finds the token in what was pasted: itself, an Authorization field, or a whole command line. */
export function tokenIn(text: string): string {
  return (JWT.exec(text) ?? COMPACT.exec(text))?.[0] ?? text.trim().replace(/^Bearer\s+/i, "");
}

/** Decodes a token without asking anybody. Nothing of it is verified by that. */
export function decode(text: string): Decoded {
  const token = tokenIn(text);
  if (token.length > LONGEST) {
    return unreadable("It is longer than 16 KiB, more than a gateway reads.");
  }
  const parts = token.split(".");
  if (parts.length === 5) {
    return unreadable("It is encrypted (JWE). Gateways read signed tokens only.");
  }
  const [header, claims] = parts.map(toJson);
  if (parts.length !== 3 || !header) {
    return unreadable(
      "It is no JWT. An opaque token says nothing by itself; the gateway asks its issuer.",
    );
  }
  return claims
    ? { kind: "jwt", token, header, claims }
    : unreadable("Its header can be read, but its claims cannot.");
}

function unreadable(why: string): Decoded {
  return { kind: "unreadable", why };
}

/** A segment as the object it encodes (RFC 7515, section 2). */
function toJson(segment: string): Json | undefined {
  try {
    const binary = atob(segment.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Json)
      : undefined;
  } catch {
    return undefined;
  }
}

const SKEW_SECONDS = 60;

/** What stands out before anybody is asked. */
export function warningsOf(header: Json, claims: Json, nowMillis: number): string[] {
  const now = nowMillis / 1000;
  const { alg } = header;
  const { exp, nbf, iat, aud } = claims;
  const warnings = [
    typeof alg === "string" &&
      alg.toLowerCase() === "none" &&
      "It is not signed at all (alg none).",
    typeof alg === "string" &&
      alg.startsWith("HS") &&
      `It is signed with a shared secret (${alg}), which gateways never accept.`,
    typeof exp === "number" && exp < now && "It has expired.",
    exp === undefined && "It has no end (exp), so gateways refuse it.",
    [nbf, iat].some((time) => typeof time === "number" && time > now + SKEW_SECONDS) &&
      "It says that it is from the future: a clock is off.",
    Array.isArray(aud) && aud.length > 1 && "It is for several audiences.",
    claims.email_verified === false && "Its issuer has not verified the e-mail address.",
  ];
  return warnings.filter((warning) => typeof warning === "string");
}

const MEANINGS: Record<string, string> = {
  alg: "how it is signed",
  kid: "which key of the issuer signed it",
  typ: "what kind of token it is",
  iss: "who issued it",
  sub: "the user, as the issuer names them",
  aud: "whom it is for: the OAuth client ID",
  azp: "which client obtained it",
  client_id: "which client obtained it",
  exp: "valid until",
  nbf: "valid from",
  iat: "issued at",
  auth_time: "when the user signed in",
  jti: "the name of this one token",
  email: "the user’s e-mail address",
  email_verified: "whether the issuer has verified it",
  hd: "the user’s Google Workspace domain",
  scope: "what it may be used for",
  scp: "what it may be used for",
  nonce: "ties it to one sign-in",
  name: "the user’s name",
  firebase: "how the user signed in, and the tenant",
  amr: "how the user proved who they are",
};

export function meaningOf(claim: string): string {
  return MEANINGS[claim] ?? "";
}

const TIMES = new Set(["exp", "nbf", "iat", "auth_time"]);

/** A claim that is a moment, as such. */
export function timeOf(claim: string, value: unknown): string | undefined {
  return TIMES.has(claim) && typeof value === "number" && Math.abs(value) < 1e11
    ? new Date(value * 1000).toISOString()
    : undefined;
}
