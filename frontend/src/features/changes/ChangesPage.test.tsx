import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Change } from "../../api/client";
import { show, VIEWER } from "../../testing/render";
import { apiUrl, confirmed, server } from "../../testing/server";
import { ChangesPage } from "./ChangesPage";

const AFTER = { id: "bob", principal: "user:bob@example.com", effect: "deny", revision: 9 };
const CHANGE: Change = {
  revision: 9,
  ord: 0,
  time: "2026-11-24T10:00:00Z",
  actor: "operator olga@example.com",
  sourceAddress: "192.0.2.7",
  resource: "grant",
  action: "update",
  project: "shop",
  id: "bob",
  before: { ...AFTER, effect: "allow", revision: 5 },
  after: AFTER,
};

let asked: string[];

beforeEach(() => {
  asked = [];
  server.use(
    http.get(apiUrl("/changes"), ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("filter") ?? "");
      return HttpResponse.json({ items: [CHANGE] });
    }),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({ revision: 420, confirmed: true, replicas: [] }),
    ),
    http.get(apiUrl("/projects/shop/grants/bob"), () => HttpResponse.json(AFTER)),
  );
});

function page(search = {}, who = VIEWER) {
  return show(<ChangesPage project="shop" search={search} onSearch={() => {}} />, who);
}

test("asks for the changes of the project that the URL names", async () => {
  page({ resource: "grant", q: "olga" });
  expect(await screen.findByRole("row", { name: /Changed grant bob/ })).toHaveTextContent("effect");
  expect(asked).toEqual([
    "(project=='shop';resource=='grant');(id=='*olga*',actor=='*olga*',requestId=='*olga*')",
  ]);
});

test("shows each field before and after, and reverts what was last seen", async () => {
  server.use(
    http.patch(apiUrl("/projects/shop/grants/bob"), async ({ request }) => {
      expect(request.headers.get("If-Match")).toBe('"9"');
      expect(await request.json()).toEqual({ effect: "allow" });
      return confirmed({ ...AFTER, effect: "allow" });
    }),
  );
  show(<ChangesPage project="shop" search={{ change: "9.0" }} onSearch={() => {}} />);

  const drawer = await screen.findByRole("dialog", { name: "Change" });
  expect(await within(drawer).findByRole("row", { name: /effect/ })).toHaveTextContent("allowdeny");
  await userEvent.click(within(drawer).getByRole("button", { name: "Revert…" }));
  const dialog = await screen.findByRole("dialog", { name: /Revert the change of bob/ });
  expect(within(dialog).getByRole("row", { name: /effect/ })).toHaveTextContent("denyallow");
  await userEvent.click(within(dialog).getByRole("button", { name: "Revert" }));
  expect(await within(dialog).findByRole("status")).toHaveTextContent("Reverted on 3/3 gateways");
});

test("locks reverting for those who may not change the item", async () => {
  page({ change: "9.0" });
  const revert = await screen.findByRole("button", { name: "Revert…" });
  expect(revert).toHaveAttribute("aria-disabled", "true");
});

test("tells that the history was tampered with", async () => {
  server.use(
    http.get(apiUrl("/changes/verification"), () =>
      HttpResponse.json({
        intact: false,
        problems: ["the policy history is broken at revision 7, place 0"],
        chains: [{ name: "policy", rows: 9, hash: "ab".repeat(32) }],
      }),
    ),
  );
  page();
  await userEvent.click(await screen.findByRole("button", { name: "Check the chain" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("broken at revision 7");
});
