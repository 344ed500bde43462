import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, confirmed, problem, server } from "../../testing/server";
import { IssuersPage } from "./IssuersPage";
import { emptyIssuer, issuerShape } from "./issuerShape";

function page(search = {}) {
  server.use(
    http.get(apiUrl("/projects/shop/issuers"), () => HttpResponse.json({ items: [] })),
    http.get(apiUrl("/projects/shop/issuer-keys"), () => HttpResponse.json({ items: [] })),
  );
  return show(<IssuersPage project="shop" search={search} onSearch={() => {}} />);
}

test("sends of each preset what its kind has a use for", () => {
  const rest = { clockSkewSeconds: 10, authorizedParty: "registered", enabled: true };
  const make = (some: Partial<typeof emptyIssuer>) =>
    issuerShape.toItem({ ...emptyIssuer, ...some });
  expect(make({})).toEqual({ kind: "google", ...rest });
  expect(
    make({ preset: "firebase", firebaseProjectId: "shop-prod", issuers: ["left over"] }),
  ).toEqual({ kind: "firebase", firebaseProjectId: "shop-prod", ...rest });
  expect(make({ preset: "oidc", issuers: ["https://login.example.com/"] })).toMatchObject({
    kind: "oidc",
    issuers: ["https://login.example.com/"],
    discoveryUri: "https://login.example.com/.well-known/openid-configuration",
  });
});

test("tests an issuer before it is saved, and puts what the API says beside the field", async () => {
  let tried: unknown;
  server.use(
    http.post(apiUrl("/projects/shop/issuer-tests"), async ({ request }) => {
      tried = await request.json();
      return HttpResponse.json({
        usable: false,
        problems: ["The metadata names another issuer."],
        keys: [{ kid: "k\u202E1", kty: "RSA", usable: true }],
      });
    }),
    http.put(apiUrl("/projects/shop/issuers/corp"), () =>
      HttpResponse.json(
        {
          type: "urn:portcullis:problem:invalid",
          title: "Something is wrong.",
          status: 400,
          detail: "",
          requestId: "r",
          violations: [{ field: "issuers[0]", message: "is taken by another issuer" }],
        },
        { status: 400 },
      ),
    ),
  );
  page({ create: true });
  const form = await screen.findByRole("dialog", { name: "Add issuer" });
  await userEvent.click(within(form).getByRole("radio", { name: "OpenID provider" }));
  await userEvent.type(within(form).getByLabelText(/^ID/), "corp");
  await userEvent.type(
    within(form).getByPlaceholderText("https://login.example.com"),
    "https://login.example.com{Enter}",
  );
  await userEvent.click(within(form).getByRole("button", { name: "Test before saving" }));

  expect(await within(form).findByText("The metadata names another issuer.")).toBeInTheDocument();
  expect(within(form).getByText(/k/, { selector: "bdi" })).toHaveTextContent("k\\u{202E}1");
  expect(tried).toMatchObject({ id: "corp", kind: "oidc", issuers: ["https://login.example.com"] });

  await userEvent.click(within(form).getByRole("button", { name: "Create issuer" }));
  expect(await within(form).findAllByText("is taken by another issuer")).toHaveLength(2);
});

test("removes an issuer only after its name was typed", async () => {
  page();
  server.use(
    http.get(apiUrl("/projects/shop/issuers"), () =>
      HttpResponse.json({ items: [{ id: "corp", kind: "google", revision: 9 }] }),
    ),
    http.delete(apiUrl("/projects/shop/issuers/corp"), ({ request }) =>
      request.headers.get("If-Match") === '"9"'
        ? confirmed({})
        : problem(412, "precondition_failed", "Changed."),
    ),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({ revision: 420, confirmed: true, replicas: [] }),
    ),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Actions for corp" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove…" }));
  const dialog = await screen.findByRole("dialog", { name: "Remove corp?" });
  await userEvent.type(within(dialog).getByLabelText(/Type corp/), "corp");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
  expect(await within(dialog).findByText(/Removed on 3\/3 gateways/)).toBeInTheDocument();
});

test("says on which gateways an issuer's keys cannot be fetched, and why", async () => {
  const gateway = (name: string, rest: object) => ({ incarnation: name, name, ...rest });
  page({ test: "corp" });
  server.use(
    http.get(apiUrl("/projects/shop/issuers"), () =>
      HttpResponse.json({ items: [{ id: "corp", kind: "google", revision: 9 }] }),
    ),
    http.post(apiUrl("/projects/shop/issuers/corp/test"), () =>
      HttpResponse.json({ usable: true, problems: [], keys: [] }),
    ),
    http.get(apiUrl("/projects/shop/issuer-keys"), () =>
      HttpResponse.json({
        items: [
          {
            issuer: "corp",
            gateways: [
              gateway("one", {
                state: "fetched",
                fetchedAt: "2026-01-01T00:00:00Z",
                refreshAt: "2026-01-01T00:08:00Z",
                triedAt: "2026-01-01T00:00:00Z",
              }),
              gateway("two", { state: "missing", problem: "https://corp answers 500" }),
            ],
          },
        ],
      }),
    ),
  );
  expect(await screen.findByText("Keys not fetched on 1 of 2")).toBeInTheDocument();
  const table = await screen.findByRole("table", { name: "Keys at the gateways" });
  expect(within(table).getByRole("row", { name: /^one/ })).toHaveTextContent("From the issuer");
  expect(within(table).getByRole("row", { name: /^two/ })).toHaveTextContent("answers 500");
});
