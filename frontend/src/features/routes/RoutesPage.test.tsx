import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
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
