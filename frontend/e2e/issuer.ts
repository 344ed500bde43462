import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An issuer of its own: publishes a key and signs what it is told to. */
export interface LocalIssuer {
  iss: string;
  jwksUri: string;
  token: (claims: Record<string, unknown>) => string;
  /** By a key that it never published, under the name of the one that it did. */
  forged: (claims: Record<string, unknown>) => string;
  stop: () => Promise<void>;
}

const KEY_ID = "e2e-key";
const LIFE_SECONDS = 600;

export async function startIssuer(): Promise<LocalIssuer> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = {
    ...keys.publicKey.export({ format: "jwk" }),
    kid: KEY_ID,
    alg: "RS256",
    use: "sig",
  };
  const { url, stop } = await serve((_, answer) => {
    answer.setHeader("Content-Type", "application/json").end(JSON.stringify({ keys: [jwk] }));
  });
  const sign = (key: KeyObject) => (claims: Record<string, unknown>) => {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: url, iat: now, exp: now + LIFE_SECONDS, ...claims };
    const input = `${segment({ alg: "RS256", typ: "JWT", kid: KEY_ID })}.${segment(all)}`;
    return `${input}.${createSign("RSA-SHA256").update(input).sign(key, "base64url")}`;
  };
  return {
    iss: url,
    jwksUri: `${url}/jwks`,
    token: sign(keys.privateKey),
    forged: sign(others.privateKey),
    stop,
  };
}

/** On a free port of the loopback interface. */
export async function serve(
  listener: RequestListener,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
