import { api, server } from "./console";
import { serve, startIssuer } from "./issuer";

/** A project that has been in use: each list of the console has rows, in more than one state. */
export interface Sample {
  project: string;
  /** Requests that were rejected: by whom it is known, and by somebody who could be anybody. */
  rejected: { verified: string; forged: string };
  /** A token that the gateway admits. */
  token: string;
  stop: () => Promise<void>;
}

const CLIENTS = [
  { id: "storefront", name: "Storefront", applicationType: "web" },
  { id: "storefront-ios", name: "Storefront for iOS", applicationType: "ios" },
  { id: "storefront-android", name: "Storefront for Android", applicationType: "android" },
  { id: "warehouse", name: "Warehouse terminal", applicationType: "desktop", state: "disabled" },
  { id: "old-partner", name: "Partner feed", applicationType: "service", state: "revoked" },
];

const GRANTS = {
  ada: { principal: "user:ada@example.com", note: "On call" },
  staff: { principal: "domain:example.com", expiresAt: "2099-01-01T00:00:00Z" },
  leaver: { principal: "user:eve@example.com", effect: "deny", note: "Left in spring" },
};

export async function startSample(project = "acme"): Promise<Sample> {
  const issuer = await startIssuer();
  const backend = await serve((_, answer) => answer.end("from the backend"));
  const at = `/projects/${project}`;
  await api("PUT", at, { displayName: "Acme shop" });
  await api("PUT", `${at}/issuers/google`, { kind: "google" });
  await api("PUT", `${at}/issuers/staff`, {
    kind: "oidc",
    issuers: [issuer.iss],
    jwksUri: issuer.jwksUri,
  });
  for (const { id, ...client } of CLIENTS) {
    await api("PUT", `${at}/clients/${id}`, { ...client, issuer: "staff" });
  }
  for (const [id, grant] of Object.entries(GRANTS)) {
    await api("PUT", `${at}/grants/${id}`, grant);
  }
  await api("PUT", `${at}/backends/orders`, {
    targets: [{ url: backend.url }],
    loadBalancing: { method: "least-requests" },
    healthCheck: { path: "/" },
    ejection: {},
    retries: { attempts: 2 },
    limits: { maxRequests: 500 },
    circuitBreaker: { openMillis: 5000 },
  });
  const route = { hosts: ["*"], backend: "orders" };
  await api("PUT", `${at}/routes/orders`, {
    ...route,
    pathPrefix: `/${project}/orders`,
    rewrite: { pathPrefix: "/v2/orders" },
    requestHeaders: { set: [{ name: "X-Channel", value: "shop" }] },
  });
  await api("PUT", `${at}/routes/health`, {
    ...route,
    path: `/${project}/health`,
    authentication: "public",
  });
  await api("PATCH", `${at}/clients/storefront`, { name: "Web storefront" }, { "If-Match": "*" });
  await api("POST", `${at}/users/staff/lost-phone/sign-out`, { note: "Lost phone" });
  await api("POST", `${at}/token-revocations`, { issuer: "staff", jti: "a1b2", note: "Leaked" });

  const ada = { sub: "ada-1", aud: "storefront", email: "ada@example.com", email_verified: true };
  const eve = { ...ada, sub: "eve-1", email: "eve@example.com" };
  const token = issuer.token(ada);
  async function call(name: string, bearer?: string) {
    const requestId = `${project}-${name}`;
    await fetch(`${server.gateway()}/${project}/orders/${name}`, {
      headers: {
        "X-Request-Id": requestId,
        ...(bearer && { Authorization: `Bearer ${bearer}` }),
      },
    });
    return requestId;
  }
  for (const item of ["1001", "1002", "1003", "1004"]) {
    await call(item, token);
  }
  await call("2001");
  await call("2002");
  await call("expired", issuer.token({ ...ada, exp: Math.floor(Date.now() / 1000) - 3600 }));
  await call("unknown-client", issuer.token({ ...ada, aud: "somebody-elses-app" }));
  await call("partner", issuer.token({ ...ada, aud: "old-partner" }));
  const forged = await call("forged", issuer.forged({ ...ada, email: "=1+1@example.com" }));
  const verified = await call("leaver", issuer.token(eve));
  return {
    project,
    rejected: { verified, forged },
    token,
    stop: async () => {
      await issuer.stop();
      await backend.stop();
    },
  };
}
