import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, confirmed, server } from "../../testing/server";
import { issuerOf } from "./IssuerStep";
import { SetupPage } from "./SetupPage";

const SHOP = apiUrl("/projects/shop");

function page() {
  const root = createRootRoute({
    component: () => <SetupPage search={{ project: "shop" }} onSearch={() => {}} />,
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  show(<RouterProvider router={router as never} />);
}

test("ticks off what is there and waits for the first request that is admitted", async () => {
  const stored: Record<string, object[]> = { issuers: [], clients: [], backends: [], routes: [] };
  let traffic = { admitted: 0, rejected: 2 };
  server.use(
    http.get(apiUrl("/operators"), () => HttpResponse.json({ items: [{ id: "olga" }] })),
    http.get(apiUrl("/projects"), () =>
      HttpResponse.json({ items: [{ id: "shop", displayName: "Shop" }] }),
    ),
    http.get(`${SHOP}/traffic`, () => HttpResponse.json({ ...traffic, items: [] })),
    http.get(`${SHOP}/:kind`, ({ params }) =>
      HttpResponse.json({ items: stored[String(params.kind)] ?? [] }),
    ),
    http.put(`${SHOP}/issuers/google`, async ({ request }) => {
      const issuer = (await request.json()) as object;
      stored.issuers = [{ id: "google", ...issuer }];
      return confirmed(issuer as never, 201);
    }),
  );
  page();

  const issuer = await screen.findByRole("region", { name: "Trust an issuer" });
  await userEvent.click(within(issuer).getByRole("button", { name: "Trust it" }));
  expect(await within(issuer).findByText("Done: google")).toBeInTheDocument();
  expect(screen.getByText("Done: 1 operator")).toBeInTheDocument();

  const first = screen.getByRole("region", { name: "Send a request" });
  expect(await within(first).findByText(/2 rejected so far/)).toBeInTheDocument();
  traffic = { admitted: 1, rejected: 2 };
  expect(await within(first).findByText(/Done: 1 admitted/)).toBeInTheDocument();
});

test("makes an issuer of the one thing that has to be known of it", () => {
  expect(issuerOf("firebase", "shop-prod")).toEqual({
    kind: "firebase",
    firebaseProjectId: "shop-prod",
  });
  expect(issuerOf("oidc", "https://id.example.com/")).toEqual({
    kind: "oidc",
    issuers: ["https://id.example.com/"],
    discoveryUri: "https://id.example.com/.well-known/openid-configuration",
  });
});
