import { start } from "./portcullis";

/** One server for all tests, ended after them. */
export default async function startServer() {
  const { admin, gateway, token, data, stop } = await start("serve", {
    PORTCULLIS_ALLOWED_NETWORKS: "127.0.0.0/8", // where the tests' own issuer is
  });
  Object.assign(process.env, {
    E2E_ADMIN: admin,
    E2E_GATEWAY: gateway,
    E2E_TOKEN: token,
    E2E_DATA: data,
  });
  return stop;
}
