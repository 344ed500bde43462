import createClient from "openapi-fetch";
import type { components, paths } from "./schema.gen";
import { session } from "./session";

type Schemas = components["schemas"];
export type Client = Schemas["Client"];
export type Durability = Schemas["Durability"];
export type Backend = Schemas["Backend"];
export type Grant = Schemas["Grant"];
export type Issuer = Schemas["Issuer"];
export type Project = Schemas["Project"];
export type Rejection = Schemas["Rejection"];
export type Replica = Schemas["Replica"];
export type Revision = Schemas["Revision"];
export type Route = Schemas["Route"];
export type SignOut = Schemas["SignOut"];
export type TokenRevocation = Schemas["TokenRevocation"];
export type WhoAmI = Schemas["WhoAmI"];

export const api = createClient<paths>({
  baseUrl: `${location.origin}/api/v1`,
  fetch: (request) => globalThis.fetch(request), // looked up per call, so tests can stand in
});

api.use({
  onRequest({ request }) {
    const token = session.token();
    if (token && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${token}`);
    }
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401) {
      session.refuse(request.headers.get("Authorization"));
    }
    return response;
  },
});
