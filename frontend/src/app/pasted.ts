/** What somebody typed or pasted may be; of several, the likeliest first. */
export type Pasted = "token" | "email" | "request" | "client" | "text";

const TOKEN = /(^|\s)eyJ[\w-]+\.[\w-]+\.[\w-]*/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const CLIENT = /^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/;
const REQUEST = /^[A-Za-z0-9._-]{1,128}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text can hardly be the name of a page or project. */
export function isUnmistakable(text: string): boolean {
  const [first, second] = kindsOf(text);
  return first !== undefined && (second === undefined || first === "request");
}

export function kindsOf(text: string): Pasted[] {
  const trimmed = text.trim();
  if (trimmed === "") {
    return [];
  }
  if (TOKEN.test(trimmed)) {
    return ["token"];
  }
  if (EMAIL.test(trimmed)) {
    return ["email"];
  }
  if (CLIENT.test(trimmed)) {
    return ["client"];
  }
  if (UUID.test(trimmed)) {
    return ["request", "client"];
  }
  const mayBeRequest = REQUEST.test(trimmed) && trimmed.length >= 6;
  return mayBeRequest ? ["client", "text", "request"] : ["client", "text"];
}
