/** The checks in the order in which gateways ask, as operators read them. */
const NAMES: Record<string, string> = {
  route: "A route answers",
  credential: "There is a token",
  form: "The token is well formed",
  issuer: "The issuer is known",
  algorithm: "The algorithm is allowed",
  "issuer-state": "The issuer is switched on",
  time: "The token is valid at this time",
  audience: "The audience is a client",
  "client-state": "The client is allowed",
  "authorized-party": "The authorized party is a client",
  signature: "The signature is the issuer’s",
  "token-state": "The token is not revoked",
  session: "The user was not signed out since",
  "sign-in": "The way of signing in is allowed",
  grant: "A grant allows the user",
  scopes: "The token has the scopes",
};

export function checkName(check: string): string {
  return NAMES[check] ?? check;
}
