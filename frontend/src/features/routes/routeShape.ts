import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import type { Route } from "../../api/client";
import type { ItemShape } from "../../ui/itemShape";
import { headerFields, headerPlace, toHeaderChanges, toHeaderFields } from "./headerShape";
import { AUTHENTICATION } from "./routes.queries";

export type RouteFields = z.input<typeof routeFields>;
export type RouteForm = UseFormReturn<RouteFields, unknown, RouteFields>;

export const ID = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
export const ID_RULE = "Small letters, digits and hyphens; begins with a letter";
const METHOD = /^[A-Z][A-Z-]{0,31}$/;
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(:[0-9]{1,5})?)$/;

/** What the backend gets in place of the path that came. */
export const REWRITES = ["none", "strip", "prefix", "path"] as const;

const texts = z.array(z.string());

const routeFields = z
  .object({
    id: z.string().regex(ID, ID_RULE),
    hosts: texts.min(1, "At least one; * stands for any"),
    match: z.enum(["prefix", "exact"]),
    path: z.string().startsWith("/", "Begins with /"),
    methods: z.array(z.string().regex(METHOD, "In capitals, such as GET")),
    rewrite: z.enum(REWRITES),
    rewritePath: z.string(),
    requestHeaders: headerFields,
    responseHeaders: headerFields,
    backend: z.string().min(1, "Choose where requests go"),
    authentication: z.enum(AUTHENTICATION),
    requiredScopes: texts,
    forwardToken: z.enum(["none", "signature-removed", "verbatim"]),
    hasCors: z.boolean(),
    cors: z.object({
      allowOrigins: texts,
      allowCredentials: z.boolean(),
      allowHeaders: texts,
      exposeHeaders: texts,
      maxAgeSeconds: z.string().regex(/^\d*$/, "A number of seconds"),
    }),
  })
  .superRefine(({ hasCors, cors, rewrite, rewritePath }, context) => {
    if ((rewrite === "prefix" || rewrite === "path") && !rewritePath.startsWith("/")) {
      context.addIssue({ code: "custom", path: ["rewritePath"], message: "Begins with /" });
    }
    const odd = cors.allowOrigins.find((origin) => !ORIGIN.test(origin));
    if (hasCors && (cors.allowOrigins.length === 0 || odd !== undefined)) {
      context.addIssue({
        code: "custom",
        path: ["cors", "allowOrigins"],
        message: odd ? `${odd} is not an origin` : "At least one origin, or * for any",
      });
    }
  });

export const emptyRoute: RouteFields = {
  id: "",
  hosts: ["*"],
  match: "prefix",
  path: "/",
  methods: [],
  rewrite: "none",
  rewritePath: "",
  requestHeaders: toHeaderFields(undefined),
  responseHeaders: toHeaderFields(undefined),
  backend: "",
  authentication: "required",
  requiredScopes: [],
  forwardToken: "none",
  hasCors: false,
  cors: {
    allowOrigins: [],
    allowCredentials: false,
    allowHeaders: [],
    exposeHeaders: [],
    maxAgeSeconds: "",
  },
};

function toFields(route: Route): RouteFields {
  const { cors } = route;
  return {
    id: route.id ?? "",
    hosts: route.hosts,
    match: route.path === undefined ? "prefix" : "exact",
    path: route.path ?? route.pathPrefix ?? "/",
    methods: route.methods ?? [],
    ...rewriteFields(route),
    requestHeaders: toHeaderFields(route.requestHeaders),
    responseHeaders: toHeaderFields(route.responseHeaders),
    backend: route.backend ?? "",
    authentication: route.authentication ?? "required",
    requiredScopes: route.requiredScopes ?? [],
    forwardToken: route.forwardToken ?? "none",
    hasCors: cors !== undefined,
    cors: {
      allowOrigins: cors?.allowOrigins ?? [],
      allowCredentials: cors?.allowCredentials ?? false,
      allowHeaders: cors?.allowHeaders ?? [],
      exposeHeaders: cors?.exposeHeaders ?? [],
      maxAgeSeconds: cors?.maxAgeSeconds?.toString() ?? "",
    },
  };
}

function rewriteFields(route: Route): Pick<RouteFields, "rewrite" | "rewritePath"> {
  const { path, pathPrefix } = route.rewrite ?? {};
  if (path !== undefined) {
    return { rewrite: "path", rewritePath: path };
  }
  return pathPrefix !== undefined
    ? { rewrite: "prefix", rewritePath: pathPrefix }
    : { rewrite: route.stripPrefix ? "strip" : "none", rewritePath: "" };
}

/** A prefix is in the way of a route by prefix alone. */
function toRewrite({ match, rewrite, rewritePath }: RouteFields) {
  const isPrefix = match === "prefix";
  return {
    stripPrefix: isPrefix && rewrite === "strip",
    ...(rewrite === "path" && { rewrite: { path: rewritePath } }),
    ...(isPrefix && rewrite === "prefix" && { rewrite: { pathPrefix: rewritePath } }),
  };
}

function toRoute(fields: RouteFields): Route {
  const { match, path, hasCors, authentication } = fields;
  const requestHeaders = toHeaderChanges(fields.requestHeaders);
  const responseHeaders = toHeaderChanges(fields.responseHeaders);
  return {
    hosts: fields.hosts,
    ...(match === "exact" ? { path } : { pathPrefix: path }),
    methods: fields.methods,
    ...toRewrite(fields),
    ...(requestHeaders && { requestHeaders }),
    ...(responseHeaders && { responseHeaders }),
    backend: fields.backend,
    authentication,
    requiredScopes: authentication === "required" ? fields.requiredScopes : [],
    forwardToken: fields.forwardToken,
    ...(hasCors ? { cors: toCors(fields.cors) } : {}),
  };
}

/** What is empty is left to its default. */
function toCors(cors: RouteFields["cors"]): NonNullable<Route["cors"]> {
  return {
    allowOrigins: cors.allowOrigins,
    ...(cors.allowCredentials ? { allowCredentials: true } : {}),
    ...(cors.allowHeaders.length > 0 ? { allowHeaders: cors.allowHeaders } : {}),
    ...(cors.exposeHeaders.length > 0 ? { exposeHeaders: cors.exposeHeaders } : {}),
    ...(cors.maxAgeSeconds ? { maxAgeSeconds: Number(cors.maxAgeSeconds) } : {}),
  };
}

/** Where the form shows what the API says about one of its own fields. */
const PLACES: Record<string, string> = {
  pathPrefix: "path",
  stripPrefix: "rewrite",
  rewrite: "rewrite",
  "rewrite.path": "rewritePath",
  "rewrite.pathPrefix": "rewritePath",
};

function placeOf(field: string): string | undefined {
  if (/^re(quest|sponse)Headers\./.test(field)) {
    return headerPlace(field);
  }
  return field.startsWith("cors.") ? field.replace(/\[.*/, "") : PLACES[field];
}

export const routeShape: ItemShape<"routes", RouteFields> = {
  kind: "routes",
  noun: "route",
  schema: routeFields,
  toFields,
  toItem: toRoute,
  idOf: (fields) => fields.id,
  nameOf: (fields) => fields.id,
  names: {
    hosts: "Hosts",
    path: "Path",
    pathPrefix: "Path prefix",
    methods: "Methods",
    stripPrefix: "Prefix removed",
    rewrite: "Path at the backend",
    requestHeaders: "Fields to the backend",
    responseHeaders: "Fields of the answer",
    backend: "Backend",
    authentication: "Access",
    requiredScopes: "Scopes",
    forwardToken: "Token forwarded",
    cors: "CORS",
  },
  fieldFor: placeOf,
  conflictField: "path",
};
