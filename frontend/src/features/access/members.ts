/** Whom a grant speaks of, in Google's member syntax; the kinds that the gateway matches. */
export const MEMBER_KINDS = [
  "user",
  "serviceAccount",
  "domain",
  "client",
  "subject",
  "allAuthenticatedUsers",
  "allUsers",
] as const;

export type MemberKind = (typeof MEMBER_KINDS)[number];

export const KIND_NAMES: Record<MemberKind, string> = {
  user: "User, by e-mail",
  serviceAccount: "Service account, by e-mail",
  domain: "Everybody of a domain",
  client: "Client, whoever uses it",
  subject: "User, by the issuer's ID",
  allAuthenticatedUsers: "Everybody who is signed in",
  allUsers: "Everybody, with or without token",
};

export const VALUE_LABELS: Partial<Record<MemberKind, string>> = {
  user: "E-mail address",
  serviceAccount: "E-mail address",
  domain: "Domain",
  client: "Client ID",
  subject: "Subject",
};

export interface Member {
  kind: MemberKind;
  value: string;
}

export function isForAll(kind: MemberKind): boolean {
  return VALUE_LABELS[kind] === undefined;
}

export function parseMember(principal: string): Member | null {
  const colon = principal.indexOf(":");
  const prefix = colon < 0 ? principal : principal.slice(0, colon);
  const kind = MEMBER_KINDS.find((one) => one === prefix);
  return kind && isForAll(kind) === colon < 0
    ? { kind, value: colon < 0 ? "" : principal.slice(colon + 1) }
    : null;
}

export function toPrincipal({ kind, value }: Member): string {
  return isForAll(kind) ? kind : `${kind}:${value}`;
}

/** What somebody most likely means by what they paste: a principal, an address, or a domain. */
export function guessMember(text: string): Member | null {
  const written = parseMember(text);
  if (written) {
    return written;
  }
  if (text.includes("@")) {
    const isService = text.toLowerCase().endsWith(".gserviceaccount.com");
    return { kind: isService ? "serviceAccount" : "user", value: text };
  }
  return /^[^\s:/]+\.[^\s:/]+$/.test(text) ? { kind: "domain", value: text } : null;
}

const DOMAIN =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;
const LOCAL_PART = /^[!-?A-~]{1,64}$/;

/** What is wrong with it, by the rules of the gateway; nothing if it can be matched. */
export function faultOf({ kind, value }: Member): string | undefined {
  switch (kind) {
    case "user":
    case "serviceAccount":
      return (
        lookAlike(value) ?? (isAddress(value) ? undefined : "An address has one @ and a domain")
      );
    case "domain":
      return lookAlike(value) ?? (DOMAIN.test(value) ? undefined : "A domain, such as example.com");
    case "client":
      return value.trim() === "" ? "Enter the client ID" : undefined;
    case "subject":
      return /^[^/]+\/./.test(value) ? undefined : "Choose the issuer and enter its ID of the user";
    case "allAuthenticatedUsers":
    case "allUsers":
      return undefined;
  }
}

function isAddress(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  return more.length === 0 && LOCAL_PART.test(local) && DOMAIN.test(domain);
}

/** Letters of other scripts look like Latin ones, so an address could be one that it is not. */
function lookAlike(text: string): string | undefined {
  const odd = Array.from(text).find((character) => (character.codePointAt(0) ?? 0) > 0x7e);
  if (odd === undefined) {
    return undefined;
  }
  const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `Has a character that is not ASCII (U+${code}); it may look like another address, so the gateway would match nobody`;
}

const PUBLIC_MAIL = new Set([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "yahoo.com",
  "icloud.com",
  "aol.com",
  "gmx.net",
  "gmx.de",
  "web.de",
  "proton.me",
  "protonmail.com",
  "qq.com",
  "163.com",
  "mail.ru",
  "yandex.ru",
]);

/** What to think of before somebody is let in this way. */
export function warningOf({ kind, value }: Member): string | undefined {
  if (kind === "allUsers") {
    return "Everybody is let in, with or without a token, on routes where authentication is optional; where it is required, everybody whose token is accepted.";
  }
  if (kind === "allAuthenticatedUsers") {
    return "Everybody is let in who can sign in with an issuer of this project. For Google that is everybody who has an account.";
  }
  return kind === "domain" && PUBLIC_MAIL.has(value.toLowerCase())
    ? `Anybody can have an address at ${value}.`
    : undefined;
}
