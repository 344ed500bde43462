import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Client } from "../../api/client";
import { show } from "../../testing/render";
import { apiUrl, confirmed, problem, server } from "../../testing/server";
import { ClientsPage } from "./ClientsPage";

const CLIENTS = apiUrl("/projects/shop/clients");
const STOREFRONT = `${CLIENTS}/web.example`;

let stored: Client;

beforeEach(() => {
  stored = {
    clientId: "web.example",
    name: "Storefront",
    issuer: "google",
    applicationType: "web",
    state: "enabled",
    revision: 7,
  };
  server.use(
    http.get(CLIENTS, () => HttpResponse.json({ items: [stored] })),
    http.get(apiUrl("/projects/shop/issuers"), () =>
      HttpResponse.json({ items: [{ id: "google", kind: "google" }] }),
    ),
  );
});

function page(search = {}) {
  return show(<ClientsPage project="shop" search={search} onSearch={() => {}} />);
}

async function askToRevoke() {
  await userEvent.click(await screen.findByRole("button", { name: "Actions for Storefront" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Revoke…" }));
  const dialog = await screen.findByRole("dialog", { name: "Revoke Storefront?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Revoke" }));
  return dialog;
}

test("revokes what was last seen and shows what the API confirmed", async () => {
  server.use(
    http.patch(STOREFRONT, async ({ request }) => {
      expect(request.headers.get("If-Match")).toBe('"7"');
      stored = { ...stored, ...((await request.json()) as Partial<Client>), revision: 420 };
      return confirmed(stored);
    }),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({
        revision: 420,
        confirmed: true,
        replicas: [{ name: "gateway-1", applied: true }],
      }),
    ),
  );
  page();

  const dialog = await askToRevoke();

  expect(await within(dialog).findByRole("status")).toHaveTextContent(
    "Revoked on 3/3 gateways in 14 ms · revision 420",
  );
  expect(await within(dialog).findByText("gateway-1 acts on it")).toBeInTheDocument();
  expect(stored.state).toBe("revoked");
});

test("never claims success while a gateway is outstanding, and names it", async () => {
  let isApplied = false;
  const revision = () => ({
    revision: 420,
    confirmed: isApplied,
    replicas: [
      { name: "gateway-1", applied: true },
      { name: "gateway-2", applied: isApplied, leaseEndsInMillis: 3200 },
    ],
  });
  server.use(
    http.patch(STOREFRONT, () =>
      HttpResponse.json(revision(), {
        status: 202,
        headers: {
          "Portcullis-Revision": "420",
          "Portcullis-Confirmed": "replicas=2; applied=1; expired=0; elapsed=3500ms",
        },
      }),
    ),
    http.get(apiUrl("/revisions/420"), () => HttpResponse.json(revision())),
  );
  page();

  const dialog = await askToRevoke();

  const notice = await within(dialog).findByRole("alert");
  expect(notice).toHaveTextContent("not in force everywhere yet");
  expect(await within(dialog).findByText(/gateway-2.*3\.2 s/)).toBeInTheDocument();
  expect(screen.queryByText(/Revoked on/)).not.toBeInTheDocument();

  isApplied = true;
  expect(await within(dialog).findByText(/Revoked on all gateways/)).toBeInTheDocument();
});

test("asks again when somebody else has changed the client", async () => {
  server.use(
    http.patch(STOREFRONT, () => {
      stored = { ...stored, name: "Storefront 2", revision: 8 };
      return problem(412, "precondition_failed", "It has been changed since.");
    }),
  );
  page();

  const dialog = await askToRevoke();

  expect(await within(dialog).findByText(/at revision 8 now/)).toBeInTheDocument();
  expect(within(dialog).getByRole("button", { name: "Revoke" })).toBeEnabled();
});

test("says what is wrong and lists the clients on a retry", async () => {
  server.use(
    http.get(CLIENTS, () => problem(503, "store_unavailable", "PostgreSQL is away."), {
      once: true,
    }),
  );
  page();

  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("PostgreSQL is away.");
  expect(alert).toHaveTextContent("request-1");
  await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));

  expect(await screen.findByText("Storefront")).toBeInTheDocument();
});

test("tells a list that is empty from one that a filter has emptied", async () => {
  server.use(http.get(CLIENTS, () => HttpResponse.json({ items: [] })));
  const { unmount } = page();
  expect(await screen.findByText("No client yet")).toBeInTheDocument();
  unmount();

  page({ state: "revoked" });
  expect(await screen.findByText("Filtered by status Revoked.")).toBeInTheDocument();
});

test("revokes what is ticked in one call, and says what kept all of it back", async () => {
  const other = { ...stored, clientId: "tv.example", name: "Television", revision: 9 };
  const sent: unknown[] = [];
  server.use(
    http.get(CLIENTS, () => HttpResponse.json({ items: [stored, other] })),
    http.post(apiUrl("/projects/shop/client-changes"), async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1
        ? problem(400, "invalid_request", "Not valid.", [
            { field: "changes[1]", message: "It has been changed since" },
          ])
        : confirmed({ items: [] });
    }),
    http.get(apiUrl("/replicas"), () =>
      HttpResponse.json({ items: [], durability: "local", policyAccepted: true }),
    ),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({ revision: 420, confirmed: true, replicas: [] }),
    ),
  );
  page();
  async function revoke() {
    await userEvent.click(await screen.findByRole("checkbox", { name: /Select all/ }));
    const bar = screen.getByRole("region", { name: "Selected clients" });
    await userEvent.click(within(bar).getByRole("button", { name: "Revoke…" }));
    const dialog = await screen.findByRole("dialog", { name: "Revoke 2 clients?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Revoke" }));
    return dialog;
  }

  const refused = await revoke();
  expect(await within(refused).findByRole("alert")).toHaveTextContent(
    "Television: It has been changed since",
  );
  expect(within(refused).queryByText(/Revoked on/)).not.toBeInTheDocument();
  await userEvent.click(within(refused).getByRole("button", { name: "Done" }));

  expect(await within(await revoke()).findByText(/Revoked on 3\/3 gateways/)).toBeInTheDocument();
  expect(sent[1]).toEqual({
    changes: [
      { id: stored.clientId, revision: stored.revision, patch: { state: "revoked" } },
      { id: "tv.example", revision: 9, patch: { state: "revoked" } },
    ],
  });
});

test("says before a revocation whom it would cut off", async () => {
  server.use(
    http.post(`${STOREFRONT}/impact`, async ({ request }) => {
      expect(await request.json()).toEqual({ state: "revoked" });
      return HttpResponse.json({
        asked: 4,
        complete: true,
        users: 4,
        clients: 1,
        requests: { last24Hours: 1204, last30Days: 9000 },
        anonymousRequests: 0,
        items: [
          { issuer: "google", subject: "1", email: "alice@example.com", clients: [], reason: "x" },
        ],
      });
    }),
  );
  page();
  await userEvent.click(await screen.findByRole("button", { name: "Actions for Storefront" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Revoke…" }));
  const dialog = await screen.findByRole("dialog", { name: "Revoke Storefront?" });
  expect(await within(dialog).findByText("Cuts off 4 users")).toBeInTheDocument();
  expect(dialog).toHaveTextContent("1,204 requests");
  expect(dialog).toHaveTextContent("alice@example.com");
});
