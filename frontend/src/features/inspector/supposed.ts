import type { Issuer, Route } from "../../api/client";
import type { Target } from "../../api/target";

/** Somebody who might call. */
export interface Caller {
  issuer: Issuer;
  client: string;
  email: string;
  subject: string;
  isVerified: boolean;
}

const LIFE_SECONDS = 300;

/** The claims that a token of theirs would have. */
export function claimsOf(caller: Caller, nowMillis: number): Record<string, unknown> {
  const now = Math.floor(nowMillis / 1000);
  const { issuer, client, email, subject, isVerified } = caller;
  const isFirebase = issuer.kind === "firebase";
  return {
    iss: issuer.issuers?.[0] ?? "",
    sub: subject || email || "somebody",
    aud: client,
    iat: now,
    exp: now + LIFE_SECONDS,
    ...(email ? { email, email_verified: isVerified } : {}),
    ...(issuer.kind === "google" && email ? { hd: email.split("@")[1] } : {}),
    ...(isFirebase ? { auth_time: now, firebase: { sign_in_provider: "password" } } : {}),
  };
}

/** A request that the route answers, unless another one answers it first. */
export function sampleOf(route: Route): Target {
  const host = route.hosts[0] ?? "*";
  return {
    method: route.methods?.[0] ?? "GET",
    host: host.replace("*", host === "*" ? "any.invalid" : "any"),
    path: route.path ?? route.pathPrefix ?? "/",
  };
}
