import createClient from "openapi-fetch";
import type { components, paths } from "./schema.gen";
import { session } from "./session";

type Schemas = components["schemas"];
export type ApiToken = Schemas["ApiToken"];
export type Change = Schemas["Change"];
export type Client = Schemas["Client"];
export type Durability = Schemas["Durability"];
export type Backend = Schemas["Backend"];
export type Grant = Schemas["Grant"];
export type Issuer = Schemas["Issuer"];
export type NewApiToken = Schemas["NewApiToken"];
export type Operator = Schemas["Operator"];
export type Project = Schemas["Project"];
export type Rejection = Schemas["Rejection"];
export type Replica = Schemas["Replica"];
export type Revision = Schemas["Revision"];
export type Route = Schemas["Route"];
export type SignOut = Schemas["SignOut"];
export type TokenRevocation = Schemas["TokenRevocation"];
export type Role = Schemas["Role"];
export type WhoAmI = Schemas["WhoAmI"];

export const api = createClient<paths>({
  baseUrl: `${location.origin}/api/v1`,
  fetch: (request) => globalThis.fetch(request), // looked up per call, so tests can stand in
});

const ages = new WeakMap<Request, number>();

api.use({
  onRequest({ request }) {
    ages.set(request, session.age());
    const token = session.token();
    if (token && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${token}`);
    }
    request.headers.set("X-Portcullis-Console", "1"); // no other site can set it for our session
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401) {
      session.refuse(request.headers.get("Authorization"), ages.get(request) ?? -1);
    }
    return response;
  },
});
