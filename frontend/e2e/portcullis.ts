import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PORTCULLIS = new URL("../../bin/portcullis", import.meta.url).pathname;
const POLL_MILLIS = 200;
const READY_MILLIS = 60_000;

export interface Running {
  admin: string;
  gateway: string;
  token: string;
  /** Where it keeps its data, the embedded PostgreSQL among it. */
  data: string;
  stop: () => Promise<void>;
}

/** Starts the packaged server, with an empty database of its own, and waits until it is ready. */
export async function start(
  command: "serve" | "demo",
  settings: Record<string, string> = {},
): Promise<Running> {
  const data = await mkdtemp(join(tmpdir(), "portcullis-e2e-"));
  const token = randomBytes(18).toString("base64url");
  const server = spawn(PORTCULLIS, [command], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORTCULLIS_BOOTSTRAP_TOKEN: token,
      PORTCULLIS_ADMIN_PORT: "0",
      PORTCULLIS_ADMIN_HOST: "127.0.0.1",
      PORTCULLIS_GATEWAY_PORT: "0",
      PORTCULLIS_GATEWAY_HOST: "127.0.0.1",
      PORTCULLIS_DATA_DIR: data,
      ...settings,
    },
  });
  const stop = async () => {
    if (server.exitCode === null && server.kill("SIGTERM")) {
      await once(server, "exit");
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { gateway, admin } = await addresses(server, LAST_LINE[command]);
    await untilReady(admin);
    return { gateway, admin, token, data, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** A gateway in a process of its own, which acts on the policy of the server with this data. */
export async function startGateway(data: string) {
  const [port, password] = await Promise.all(
    ["port", "password"].map(async (name) => (await readFile(join(data, name), "utf8")).trim()),
  );
  const gateway = spawn(PORTCULLIS, ["serve", "--only", "gateway"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: `postgresql://portcullis:${password}@127.0.0.1:${port}/portcullis?sslmode=disable`,
      PORTCULLIS_ADMIN_PORT: "0",
      PORTCULLIS_ADMIN_HOST: "127.0.0.1",
      PORTCULLIS_GATEWAY_PORT: "0",
      PORTCULLIS_GATEWAY_HOST: "127.0.0.1",
      PORTCULLIS_SECRET_FILE: join(data, "secret"),
      PORTCULLIS_EVENT_LOOPS: "1",
    },
  });
  const stop = async () => {
    gateway.kill("SIGCONT");
    if (gateway.exitCode === null && gateway.kill("SIGTERM")) {
      await once(gateway, "exit");
    }
  };
  try {
    const { admin } = await addresses(gateway, LAST_LINE.serve);
    await untilReady(admin);
    return { name: `pid-${gateway.pid}`, pause: () => gateway.kill("SIGSTOP"), stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** What each command prints once it has said where it listens. */
const LAST_LINE = { serve: /^Admin /, demo: /Ctrl-C/ };

async function addresses(
  server: ChildProcess,
  last: RegExp,
): Promise<{ gateway: string; admin: string }> {
  const found: Record<string, string> = {};
  if (server.stdout === null) {
    throw new Error("the server has no output");
  }
  for await (const line of createInterface({ input: server.stdout })) {
    const [, name, url] = /^ *(Gateway|Admin|Console) +(http:\/\/[\w.:]+)/.exec(line) ?? [];
    if (name && url) {
      found[name === "Console" ? "Admin" : name] = url;
    }
    if (found.Gateway && found.Admin && last.test(line)) {
      server.stdout.resume(); // nobody reads on, and it must not wait for that
      return { gateway: found.Gateway, admin: found.Admin };
    }
  }
  throw new Error("the server ended before it listened");
}

async function untilReady(admin: string) {
  const deadline = Date.now() + READY_MILLIS;
  while (Date.now() < deadline) {
    const isReady = await fetch(`${admin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
  throw new Error("the server did not become ready");
}
