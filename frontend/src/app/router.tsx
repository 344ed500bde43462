import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { z } from "zod";
import { accessSearch } from "../features/access/access.queries";
import { operatorSearch, tokenSearch } from "../features/administration/administration.queries";
import { changeSearch } from "../features/changes/changes.queries";
import { clientSearch } from "../features/clients/clients.queries";
import { inspectorSearch } from "../features/inspector/search";
import { issuerSearch } from "../features/issuers/issuers.queries";
import { overviewSearch } from "../features/overview/span";
import { rejectionSearch } from "../features/rejections/search";
import { routeSearch } from "../features/routes/routes.queries";
import { settingsSearch } from "../features/settings/settings.queries";
import { setupSearch } from "../features/setup/setup.queries";
import { backwards } from "../ui/customTime";
import { NotFound } from "./NotFound";
import { RouteError } from "./RouteError";
import { Shell } from "./Shell";
import { SignedIn } from "./SignedIn";
import { validated } from "./validated";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: RouteError,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/projects", replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => root,
  path: "/projects",
  validateSearch: validated(z.object({ create: z.literal(true).optional().catch(undefined) })),
  component: lazyRouteComponent(() => import("./routes/ProjectsRoute"), "ProjectsRoute"),
});

const gateways = createRoute({
  getParentRoute: () => root,
  path: "/gateways",
  component: lazyRouteComponent(() => import("../features/gateways/GatewaysPage"), "GatewaysPage"),
});

const allRejections = createRoute({
  getParentRoute: () => root,
  path: "/rejections",
  validateSearch: validated(rejectionSearch, backwards),
  component: lazyRouteComponent(() => import("./routes/AllRejectionsRoute"), "AllRejectionsRoute"),
});

const operators = createRoute({
  getParentRoute: () => root,
  path: "/operators",
  validateSearch: validated(operatorSearch),
  component: lazyRouteComponent(() => import("./routes/OperatorsRoute"), "OperatorsRoute"),
});

const tokens = createRoute({
  getParentRoute: () => root,
  path: "/tokens",
  validateSearch: validated(tokenSearch),
  component: lazyRouteComponent(() => import("./routes/TokensRoute"), "TokensRoute"),
});

const allChanges = createRoute({
  getParentRoute: () => root,
  path: "/changes",
  validateSearch: validated(changeSearch),
  component: lazyRouteComponent(() => import("./routes/ChangesRoute"), "AllChangesRoute"),
});

const oneRejection = createRoute({
  getParentRoute: () => root,
  path: "/r/$requestId",
  component: lazyRouteComponent(() => import("./routes/OneRejectionRoute"), "OneRejectionRoute"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: validated(setupSearch),
  component: lazyRouteComponent(() => import("./routes/SetupRoute"), "SetupRoute"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: validated(settingsSearch),
  component: lazyRouteComponent(() => import("./routes/SettingsRoute"), "SettingsRoute"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: "/signed-in",
  component: SignedIn,
});

const project = createRoute({ getParentRoute: () => root, path: "/p/$project" });

const projectHome = createRoute({
  getParentRoute: () => project,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/p/$project/overview", params, replace: true });
  },
});

const clients = createRoute({
  getParentRoute: () => project,
  path: "/clients",
  validateSearch: validated(clientSearch),
  component: lazyRouteComponent(() => import("./routes/ClientsRoute"), "ClientsRoute"),
});

const access = createRoute({
  getParentRoute: () => project,
  path: "/access",
  validateSearch: validated(accessSearch),
  component: lazyRouteComponent(() => import("./routes/AccessRoute"), "AccessRoute"),
});

const issuers = createRoute({
  getParentRoute: () => project,
  path: "/issuers",
  validateSearch: validated(issuerSearch),
  component: lazyRouteComponent(() => import("./routes/IssuersRoute"), "IssuersRoute"),
});

const routes = createRoute({
  getParentRoute: () => project,
  path: "/routes",
  validateSearch: validated(routeSearch),
  component: lazyRouteComponent(() => import("./routes/RoutesRoute"), "RoutesRoute"),
});

const inspector = createRoute({
  getParentRoute: () => project,
  path: "/inspector",
  validateSearch: validated(inspectorSearch),
  component: lazyRouteComponent(() => import("./routes/InspectorRoute"), "InspectorRoute"),
});

const rejections = createRoute({
  getParentRoute: () => project,
  path: "/rejections",
  validateSearch: validated(rejectionSearch, backwards),
  component: lazyRouteComponent(() => import("./routes/RejectionsRoute"), "RejectionsRoute"),
});

const overview = createRoute({
  getParentRoute: () => project,
  path: "/overview",
  validateSearch: validated(overviewSearch, backwards),
  component: lazyRouteComponent(() => import("./routes/OverviewRoute"), "OverviewRoute"),
});

const changes = createRoute({
  getParentRoute: () => project,
  path: "/changes",
  validateSearch: validated(changeSearch),
  component: lazyRouteComponent(() => import("./routes/ChangesRoute"), "ChangesRoute"),
});

const tree = root.addChildren([
  home,
  projects,
  gateways,
  allRejections,
  allChanges,
  operators,
  tokens,
  oneRejection,
  setup,
  settings,
  signedIn,
  project.addChildren([
    projectHome,
    overview,
    clients,
    access,
    routes,
    issuers,
    rejections,
    inspector,
    changes,
  ]),
]);

export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: "/console",
    context: { queryClient },
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: ConsoleRouter;
  }
}
