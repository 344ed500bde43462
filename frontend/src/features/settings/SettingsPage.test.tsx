import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Session } from "../../api/sessions";
import { OWNER, show, VIEWER } from "../../testing/render";
import { apiUrl, problem, server } from "../../testing/server";
import { SettingsPage } from "./SettingsPage";
import type { InstanceSettings, SettingsSearch } from "./settings.queries";

const INSTANCE: InstanceSettings = {
  version: "0.1.0",
  licence: "Apache-2.0",
  policy: {
    leaseSeconds: 2.4,
    longestLeaseSeconds: 2.4,
    worstCaseSeconds: 2.94,
    promise: "A change is called confirmed once every live gateway acts on it.",
  },
  links: { metrics: "/metrics", documentation: "/docs", live: "/livez", ready: "/readyz" },
  settings: [
    {
      key: "PORTCULLIS_LEASE",
      value: "2.4s",
      origin: "environment",
      secret: false,
      set: true,
      restart: true,
      meaning: "How long a gateway may decide without hearing from PostgreSQL.",
    },
    {
      key: "PORTCULLIS_SECRET",
      origin: "generated",
      secret: true,
      set: true,
      restart: true,
      meaning: "What the keys of the identity assertion are sealed with.",
    },
    {
      key: "PORTCULLIS_ADMIN_URL",
      origin: "default",
      secret: false,
      set: false,
      restart: true,
      meaning: "URL at which operators reach the console.",
    },
  ],
};

function sessionOf(id: string, sourceAddress: string, current = false): Session {
  const time = "2026-11-24T10:00:00Z";
  return { id, sourceAddress, current, beganAt: time, lastUsedAt: time, endsAt: time };
}

const SESSIONS = [
  sessionOf("a", "192.0.2.1", true),
  sessionOf("b", "192.0.2.2"),
  sessionOf("c", "192.0.2.3"),
];

beforeEach(() =>
  server.use(
    http.get(apiUrl("/settings"), () => HttpResponse.json(INSTANCE)),
    http.get(apiUrl("/sessions"), () => HttpResponse.json({ items: SESSIONS })),
  ),
);

function page(search: SettingsSearch = {}, who = OWNER) {
  const seen: SettingsSearch[] = [];
  show(<SettingsPage search={search} onSearch={(next) => seen.push(next)} />, who);
  return seen;
}

test("shows each setting with its value and where that comes from, and of a secret none", async () => {
  page();
  const list = await screen.findByRole("list", { name: "Settings" });
  const [lease, secret, url] = within(list).getAllByRole("listitem");
  expect(lease).toHaveTextContent(/PORTCULLIS_LEASE.*from the environment.*2\.4s/);
  expect(secret).toHaveTextContent(/PORTCULLIS_SECRET.*generated.*Set, never shown/);
  expect(url).toHaveTextContent(/PORTCULLIS_ADMIN_URL.*default.*Not set/);
  expect(screen.getByText(/Worst-case wait of a change: 2.94 s/)).toBeInTheDocument();
});

test("finds settings by words of key and meaning", async () => {
  const seen = page({ q: "keys assertion" });
  const list = await screen.findByRole("list", { name: "Settings" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(1);
  await userEvent.clear(screen.getByLabelText("Search settings"));
  await expect.poll(() => seen).toEqual([{ q: undefined }]);
});

test("says that no setting matches, and takes the search away", async () => {
  const seen = page({ q: "nothing like it" });
  expect(await screen.findByText("No setting matches.")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Clear the search" }));
  expect(seen).toEqual([{}]);
});

test("tells a viewer which permission the settings need, and does not ask for them", async () => {
  server.use(http.get(apiUrl("/settings"), () => HttpResponse.error()));
  page({}, VIEWER);
  const instance = await screen.findByRole("region", { name: "Instance" });
  expect(instance).toHaveTextContent("Needs the permission settings.read");
  expect(within(instance).getByRole("link", { name: "Metrics" })).toBeInTheDocument();
  expect(within(instance).queryByRole("alert")).not.toBeInTheDocument();
});

test("says why the settings cannot be read, with a way to try again", async () => {
  server.use(http.get(apiUrl("/settings"), () => problem(503, "store_unavailable", "Away.")));
  page();
  const instance = await screen.findByRole("region", { name: "Instance" });
  expect(await within(instance).findByRole("alert")).toHaveTextContent("Away.");
  server.use(http.get(apiUrl("/settings"), () => HttpResponse.json(INSTANCE)));
  await userEvent.click(within(instance).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("list", { name: "Settings" })).toBeInTheDocument();
});

test("ends one's other sessions after asking, and says how many there were", async () => {
  server.use(http.post(apiUrl("/sessions/end-others"), () => HttpResponse.json({ ended: 2 })));
  page();
  await userEvent.click(await screen.findByRole("button", { name: "End all others…" }));
  const dialog = await screen.findByRole("dialog", { name: "End your other sessions?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "End 2 sessions" }));
  expect(await screen.findByText("Ended 2 sessions")).toBeInTheDocument();
});

test("ends a single session, never the one in use", async () => {
  let ended: unknown;
  server.use(
    http.delete(apiUrl("/sessions/:session"), ({ params }) => {
      ended = params.session;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  page();
  const list = await screen.findByRole("list", { name: "Your sessions" });
  expect(within(list).getAllByRole("button")).toHaveLength(2);
  await userEvent.click(
    within(list).getByRole("button", { name: "End the session from 192.0.2.3" }),
  );
  expect(await screen.findByText("Ended 1 session")).toBeInTheDocument();
  expect(ended).toBe("c");
});
