import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { ApiToken } from "../../api/client";
import { show, VIEWER } from "../../testing/render";
import { apiUrl, problem, server } from "../../testing/server";
import { OperatorsPage } from "./OperatorsPage";
import { statusOf } from "./TokenRow";
import { TokensPage } from "./TokensPage";

const OLGA = { id: "olga", email: "olga@example.com", role: "owner" };

beforeEach(() => {
  server.use(
    http.get(apiUrl("/sign-in"), () => HttpResponse.json({ sessions: true })),
    http.get(apiUrl("/operators"), () => HttpResponse.json({ items: [OLGA] })),
    http.get(apiUrl("/operators/olga"), () =>
      HttpResponse.json(OLGA, { headers: { ETag: '"3"' } }),
    ),
    http.get(apiUrl("/projects"), () =>
      HttpResponse.json({ items: [{ id: "shop", displayName: "Shop" }] }),
    ),
  );
});

test("adds an operator by e-mail, over some projects", async () => {
  let asked: unknown;
  server.use(
    http.put(apiUrl("/operators/eve-b"), async ({ request }) => {
      expect(request.headers.get("If-None-Match")).toBe("*");
      asked = await request.json();
      return HttpResponse.json({ id: "eve-b", ...(asked as object) }, { status: 201 });
    }),
  );
  let search = {};
  show(<OperatorsPage search={{ create: true }} onSearch={(next) => (search = next)} />);

  const form = await screen.findByRole("dialog", { name: "Add operator" });
  await userEvent.type(await within(form).findByLabelText(/E-mail/), "Eve.B@example.com");
  await userEvent.click(within(form).getByRole("radio", { name: "editor" }));
  await userEvent.click(within(form).getByRole("radio", { name: "Some projects" }));
  await userEvent.click(within(form).getByRole("button", { name: "Add operator" }));
  expect(await within(form).findByText(/at least one project/)).toBeInTheDocument();
  await userEvent.click(within(form).getByRole("combobox", { name: /Projects/ }));
  await userEvent.click(await screen.findByRole("option", { name: "Shop (shop)" }));
  await userEvent.click(within(form).getByRole("button", { name: "Add operator" }));

  expect(await screen.findByText("Added Eve.B@example.com")).toBeInTheDocument();
  expect(asked).toEqual({ email: "Eve.B@example.com", role: "editor", projects: ["shop"] });
  expect(search).toEqual({});
});

test("shows why the last owner cannot be removed", async () => {
  server.use(
    http.delete(apiUrl("/operators/olga"), ({ request }) => {
      expect(request.headers.get("If-Match")).toBe('"3"');
      return problem(409, "conflict", "olga is the last owner of everything.");
    }),
  );
  show(<OperatorsPage search={{}} onSearch={() => {}} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "Actions for olga@example.com" }),
  );
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove…" }));
  const dialog = await screen.findByRole("dialog", { name: "Remove olga@example.com?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("last owner of everything");
});

test("ends the sessions of somebody after saying how many they are", async () => {
  const time = "2026-11-24T10:00:00Z";
  const session = { beganAt: time, lastUsedAt: time, endsAt: time, current: false };
  server.use(
    http.get(apiUrl("/operators/olga/sessions"), () =>
      HttpResponse.json({
        items: [
          { ...session, id: "a", sourceAddress: "192.0.2.7" },
          { ...session, id: "b" },
        ],
      }),
    ),
    http.delete(apiUrl("/operators/olga/sessions"), () => HttpResponse.json({ ended: 2 })),
  );
  show(<OperatorsPage search={{}} onSearch={() => {}} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "Actions for olga@example.com" }),
  );
  await userEvent.click(await screen.findByRole("menuitem", { name: "End sessions…" }));
  const dialog = await screen.findByRole("dialog", {
    name: "End the sessions of olga@example.com?",
  });
  expect(await within(dialog).findByText(/From 192\.0\.2\.7/)).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: "End 2 sessions" }));
  expect(await screen.findByText("Ended 2 sessions of olga@example.com")).toBeInTheDocument();
});

test("ends nothing where there is no session", async () => {
  server.use(http.get(apiUrl("/operators/olga/sessions"), () => HttpResponse.json({ items: [] })));
  show(<OperatorsPage search={{}} onSearch={() => {}} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "Actions for olga@example.com" }),
  );
  await userEvent.click(await screen.findByRole("menuitem", { name: "End sessions…" }));
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText(/nothing to end/)).toBeInTheDocument();
  expect(within(dialog).getByRole("button", { name: "End sessions" })).toBeDisabled();
});

test("locks what a viewer may not do", async () => {
  show(<OperatorsPage search={{}} onSearch={() => {}} />, VIEWER);
  const add = await screen.findByRole("button", { name: "Add operator" });
  expect(add).toHaveAttribute("aria-disabled", "true");
});

const TOKEN: ApiToken = {
  id: "4fB2abcdefgh",
  name: "Deploy",
  role: "editor",
  projects: ["shop"],
  state: "active",
  expiresAt: "2026-12-01T00:00:00Z",
  createdBy: "operator olga@example.com",
  createdAt: "2026-09-01T00:00:00Z",
};

test("shows the secret of a new token once, until it is stored", async () => {
  const secret = `portcullis_${"a".repeat(49)}`;
  server.use(
    http.get(apiUrl("/api-tokens"), () => HttpResponse.json({ items: [] })),
    http.post(apiUrl("/api-tokens"), () =>
      HttpResponse.json({ ...TOKEN, token: secret }, { status: 201 }),
    ),
  );
  show(<TokensPage search={{ create: true }} onSearch={() => {}} />);
  await userEvent.type(await screen.findByLabelText(/Name/), "Deploy");
  await userEvent.click(
    within(screen.getByRole("dialog")).getByRole("button", { name: "Create API token" }),
  );

  const dialog = await screen.findByRole("dialog", { name: "API token “Deploy”" });
  expect(within(dialog).getByText(secret)).toBeInTheDocument();
  expect(within(dialog).getByRole("button", { name: "Done" })).toBeDisabled();
  await userEvent.keyboard("{Escape}");
  expect(within(dialog).getByText(secret)).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("checkbox"));
  await userEvent.click(within(dialog).getByRole("button", { name: "Done" }));
  expect(screen.queryByText(secret)).not.toBeInTheDocument();
});

test("revokes a token after asking", async () => {
  let isRevoked = false;
  server.use(
    http.get(apiUrl("/api-tokens"), () =>
      HttpResponse.json({ items: [{ ...TOKEN, state: isRevoked ? "revoked" : "active" }] }),
    ),
    http.delete(apiUrl("/api-tokens/4fB2abcdefgh"), () => {
      isRevoked = true;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  show(<TokensPage search={{}} onSearch={() => {}} />);
  await userEvent.click(await screen.findByRole("button", { name: "Actions for Deploy" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Revoke…" }));
  await userEvent.click(
    within(await screen.findByRole("dialog")).getByRole("button", { name: "Revoke" }),
  );
  expect(await screen.findByText(/Revoked “Deploy”/)).toBeInTheDocument();
  expect(await screen.findByRole("row", { name: /Deploy.*Revoked/ })).toBeInTheDocument();
});

test.each([
  ["2026-11-02T00:00:00Z", "Expires within a day"],
  ["2026-11-10T00:00:00Z", "Expires in 9 days"],
  ["2027-01-01T00:00:00Z", "Active"],
  ["2026-10-01T00:00:00Z", "Expired"],
])("says of a token that expires at %s: %s", (expiresAt, text) => {
  const now = new Date("2026-11-01T00:00:00Z").getTime();
  expect(statusOf({ ...TOKEN, expiresAt }, now).text).toBe(text);
});
