import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Route } from "../../api/client";
import { mergePatch } from "../../api/mergePatch";
import { targetOf } from "../../api/target";
import { show } from "../../testing/render";
import { apiUrl, problem, server } from "../../testing/server";
import { RoutesPage } from "./RoutesPage";
import { emptyRoute, routeShape } from "./routeShape";
import type { RouteSearch } from "./routes.queries";

beforeEach(() =>
  server.use(
    http.get(apiUrl("/projects/shop/routes"), () => HttpResponse.json({ items: [] })),
    http.get(apiUrl("/projects/shop/backends"), () =>
      HttpResponse.json({ items: [{ id: "orders", targets: [{ url: "http://orders:8080" }] }] }),
    ),
  ),
);

function page(search: RouteSearch) {
  return show(<RoutesPage project="shop" search={search} onSearch={() => {}} />);
}

test.each([
  ["https://shop.example.com:8443/orders?x=1", "shop.example.com", "/orders"],
  ["shop.example.com/orders", "shop.example.com", "/orders"],
  ["/orders", "any.invalid", "/orders"],
])("reads %s as a request", (text, host, path) => {
  expect(targetOf("GET", text)).toEqual({ method: "GET", host, path });
});

test("changes a prefix into an exact path by naming the prefix as null", () => {
  const prefix = routeShape.toItem({ ...emptyRoute, path: "/orders", backend: "orders" });
  const exact = routeShape.toItem({ ...routeShape.toFields(prefix), match: "exact" });
  expect(mergePatch(prefix, exact)).toEqual({ pathPrefix: null, path: "/orders" });
});

test("shows at the path which other route answers the same requests", async () => {
  server.use(
    http.put(apiUrl("/projects/shop/routes/orders"), () =>
      problem(409, "conflict", "Route 'all' of project 'shop' answers the same requests already."),
    ),
  );
  page({ create: true });
  const form = await screen.findByRole("dialog", { name: "Add route" });
  await userEvent.type(within(form).getByRole("textbox", { name: "ID" }), "orders");
  await userEvent.click(within(form).getByRole("combobox", { name: "Backend" }));
  await userEvent.click(await screen.findByRole("option", { name: "orders" }));
  await userEvent.click(within(form).getByRole("button", { name: "Create route" }));

  expect(await within(form).findAllByText(/answers the same requests/)).toHaveLength(2);
  expect(within(form).getByRole("textbox", { name: "Path prefix" })).toBeInvalid();
});

test("says which route answers a request, and what happens without a token", async () => {
  server.use(
    http.post(apiUrl("/projects/shop/explain"), async ({ request }) => {
      expect(await request.json()).toEqual({ method: "GET", host: "a.example", path: "/orders" });
      return HttpResponse.json({
        revision: 1,
        admitted: false,
        reason: "token_missing",
        route: "orders",
        checks: [],
        remedies: [],
        sufficient: false,
      });
    }),
  );
  page({});
  await userEvent.type(await screen.findByLabelText("Which route answers?"), "a.example/orders");
  await userEvent.click(screen.getByRole("button", { name: "Match" }));
  expect(await screen.findByRole("status")).toHaveTextContent(
    "Route orders answers it. Without a token it is rejected: token_missing.",
  );
});

const CHANGED: Route = {
  hosts: ["*"],
  pathPrefix: "/orders",
  backend: "orders",
  rewrite: { pathPrefix: "/v2/orders" },
  requestHeaders: { set: [{ name: "X-Channel", value: "shop" }] },
  responseHeaders: { remove: ["Server"], add: [{ name: "X-Served", value: "here" }] },
};

test("keeps the rewriting and the header changes of a route that is opened and saved", () => {
  expect(routeShape.toItem(routeShape.toFields(CHANGED))).toMatchObject(CHANGED);
});

test("rewrites no prefix of an exact path", () => {
  const fields = { ...routeShape.toFields(CHANGED), match: "exact" as const };
  expect(routeShape.toItem(fields)).not.toHaveProperty("rewrite");
  expect(routeShape.toItem({ ...fields, rewrite: "path", rewritePath: "/one" })).toMatchObject({
    path: "/orders",
    rewrite: { path: "/one" },
  });
});

test("sends header changes, and shows at its row what the API says against one", async () => {
  let asked: unknown;
  server.use(
    http.get(apiUrl("/projects/shop/routes/orders"), () =>
      HttpResponse.json({ ...CHANGED, id: "orders", revision: 7 }),
    ),
    http.patch(apiUrl("/projects/shop/routes/orders"), async ({ request }) => {
      asked = await request.json();
      return problem(400, "invalid", "One field is wrong.", [
        { field: "requestHeaders.set[1].name", message: "is 'Host', which is the gateway's own" },
      ]);
    }),
  );
  page({ edit: "orders" });
  const form = await screen.findByRole("dialog", { name: "Edit route" });
  const section = await within(form).findByRole("button", {
    name: /Header fields that the backend gets.*1 set/,
  });
  expect(section).toHaveAttribute("aria-expanded", "false");
  await userEvent.click(section);
  const [setOne] = await within(form).findAllByRole("button", { name: "Set a field" });
  await userEvent.click(setOne as HTMLElement);
  const [, name] = within(form).getAllByRole("textbox", { name: "Field" });
  const [, value] = within(form).getAllByRole("textbox", { name: "Value" });
  await userEvent.type(name as HTMLElement, "Host");
  await userEvent.type(value as HTMLElement, "elsewhere");
  await userEvent.click(section);
  await userEvent.click(within(form).getByRole("button", { name: "Save" }));

  expect(await within(form).findAllByText(/which is the gateway's own/)).toHaveLength(2);
  expect(within(form).getAllByRole("textbox", { name: "Field" })[1]).toBeInvalid();
  expect(section).toHaveAttribute("aria-expanded", "true");
  expect(asked).toEqual({
    requestHeaders: {
      set: [
        { name: "X-Channel", value: "shop" },
        { name: "Host", value: "elsewhere" },
      ],
    },
  });
});

test("creates a backend with a limit, once its number is given", async () => {
  let asked: unknown;
  server.use(
    http.put(apiUrl("/projects/shop/backends/stock"), async ({ request }) => {
      asked = await request.json();
      return problem(400, "invalid", "One field is wrong.", [
        { field: "affinity.cookie", message: "is taken" },
      ]);
    }),
  );
  page({ tab: "backends", create: true });
  const form = await screen.findByRole("dialog", { name: "Add backend" });
  await userEvent.type(within(form).getByRole("textbox", { name: "ID" }), "stock");
  await userEvent.type(within(form).getByRole("textbox", { name: "URL" }), "http://stock:8080");
  await userEvent.click(within(form).getByRole("button", { name: "When it fails or is full" }));
  await userEvent.click(
    await within(form).findByRole("switch", { name: /^Limit what is under way/ }),
  );
  await userEvent.click(within(form).getByRole("button", { name: "Create backend" }));
  const limit = await within(form).findByRole("textbox", { name: "Requests under way" });
  expect(limit).toBeInvalid();
  await userEvent.type(limit, "500");
  await userEvent.click(within(form).getByRole("button", { name: "Create backend" }));

  const balancing = within(form).getByRole("button", { name: "Which target gets a request" });
  await expect.poll(() => balancing.getAttribute("aria-expanded")).toBe("true");
  expect(within(form).getByRole("textbox", { name: /^Cookie that keeps/ })).toBeInvalid();
  expect(asked).toMatchObject({ limits: { maxRequests: 500 } });
});
