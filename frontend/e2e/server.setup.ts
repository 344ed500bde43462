import { start } from "./portcullis";

/** One server for all tests, ended after them. */
export default async function startServer() {
  const { admin, gateway, token, stop } = await start("serve");
  Object.assign(process.env, { E2E_ADMIN: admin, E2E_GATEWAY: gateway, E2E_TOKEN: token });
  return stop;
}
