import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import type { Backend } from "../../api/client";
import type { ItemShape } from "../../ui/itemShape";
import { ID, ID_RULE } from "./routeShape";

export type BackendFields = z.input<typeof backendFields>;
export type BackendForm = UseFormReturn<BackendFields, unknown, BackendFields>;

const millis = z.string().regex(/^[1-9]\d*$/, "A number of milliseconds");

const backendFields = z.object({
  id: z.string().regex(ID, ID_RULE),
  targets: z
    .array(
      z.object({
        url: z.string().regex(/^https?:\/\/[^\s/@]+/, "Such as http://orders.internal:8080"),
        weight: z.string().regex(/^\d{1,4}$/, "0 to 1000"),
      }),
    )
    .min(1, "At least one"),
  protocol: z.enum(["http1", "http2"]),
  connectTimeoutMillis: millis,
  responseTimeoutMillis: millis,
  idleTimeoutMillis: millis,
});

export const emptyBackend: BackendFields = {
  id: "",
  targets: [{ url: "", weight: "1" }],
  protocol: "http1",
  connectTimeoutMillis: "2000",
  responseTimeoutMillis: "30000",
  idleTimeoutMillis: "60000",
};

function toFields(backend: Backend): BackendFields {
  return {
    id: backend.id ?? "",
    targets: backend.targets.map(({ url, weight = 1 }) => ({ url, weight: String(weight) })),
    protocol: backend.protocol ?? "http1",
    connectTimeoutMillis: String(backend.connectTimeoutMillis ?? 2000),
    responseTimeoutMillis: String(backend.responseTimeoutMillis ?? 30_000),
    idleTimeoutMillis: String(backend.idleTimeoutMillis ?? 60_000),
  };
}

function toBackend(fields: BackendFields): Backend {
  return {
    targets: fields.targets.map(({ url, weight }) => ({ url: url.trim(), weight: Number(weight) })),
    protocol: fields.protocol,
    connectTimeoutMillis: Number(fields.connectTimeoutMillis),
    responseTimeoutMillis: Number(fields.responseTimeoutMillis),
    idleTimeoutMillis: Number(fields.idleTimeoutMillis),
  };
}

const TARGET = /^targets\[(\d+)\]\.url$/;

export const backendShape: ItemShape<"backends", BackendFields> = {
  kind: "backends",
  noun: "backend",
  schema: backendFields,
  toFields,
  toItem: toBackend,
  idOf: (fields) => fields.id,
  nameOf: (fields) => fields.id,
  names: {
    targets: "Targets",
    protocol: "Protocol",
    connectTimeoutMillis: "Time to connect",
    responseTimeoutMillis: "Time to answer",
    idleTimeoutMillis: "Idle time",
  },
  fieldFor: (field) => field.replace(TARGET, "targets.$1.url"),
};
