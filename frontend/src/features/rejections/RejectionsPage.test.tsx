import { readFileSync } from "node:fs";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Rejection } from "../../api/client";
import { show } from "../../testing/render";
import { apiUrl, confirmed, server } from "../../testing/server";
import { RejectionsPage } from "./RejectionsPage";
import { REASON_CODES } from "./reasons";
import type { RejectionSearch } from "./search";

const REJECTIONS = apiUrl("/projects/shop/rejections");

beforeEach(() =>
  server.use(
    http.get(apiUrl("/projects/shop/rejections/summary"), () =>
      HttpResponse.json({
        from: "2026-11-24T10:00:00Z",
        to: "2026-11-24T10:02:00Z",
        rejections: 3,
        folded: 1,
        items: [{ time: "2026-11-24T10:01:00Z", key: "client_revoked", rejections: 3, folded: 1 }],
      }),
    ),
  ),
);

function rejected(some: Partial<Rejection>): Rejection {
  return {
    time: "2026-11-23T10:42:03.120Z",
    requestId: "r-1",
    reason: "client_revoked",
    status: 401,
    method: "GET",
    host: "api.example.com",
    path: "/orders",
    verified: true,
    sourceAddress: "192.0.2.1",
    revision: 419,
    ...some,
  };
}

function page(rows: Rejection[], search: RejectionSearch = {}) {
  const searches: RejectionSearch[] = [];
  server.use(http.get(REJECTIONS, () => HttpResponse.json({ items: rows })));
  show(<RejectionsPage project="shop" search={search} onSearch={(next) => searches.push(next)} />);
  return searches;
}

function explained(rejection: Rejection, now: object, checks: object[] = []) {
  server.use(
    http.get(apiUrl(`/rejections/${rejection.requestId}`), () =>
      HttpResponse.json({ rejection, checks, now: { ...NOW, ...now } }),
    ),
  );
}

const NOW = {
  revision: 420,
  admitted: false,
  title: "The client was revoked.",
  checks: [{ check: "client-state", outcome: "failed", expected: "enabled", found: "revoked" }],
  remedies: [
    {
      action: "restore-client",
      title: "Restore client 'web', which was revoked",
      call: { method: "POST", path: "/api/v1/projects/shop/clients/web%2F1/restore" },
    },
  ],
  sufficient: true,
};

test("sets what the issuer vouches for apart from what the caller claims", async () => {
  page([
    rejected({ requestId: "r-1", verified: true, email: "alice@example.com" }),
    rejected({ requestId: "r-2", verified: false, email: "mallory@example.com" }),
  ]);

  const good = await screen.findByRole("row", { name: /r-1/ });
  expect(within(good).getByText("Verified")).toBeInTheDocument();
  const bad = screen.getByRole("row", { name: /r-2/ });
  expect(within(bad).getByText("Unverified claims")).toBeInTheDocument();
  expect(bad).toHaveTextContent("mallory@example.com");
});

test("escapes characters that hide or turn text around", async () => {
  page([rejected({ path: "/a\u202Egpj.exe\u0000\u200B", email: "x\u2066y@example.com" })]);

  const row = await screen.findByRole("row", { name: /r-1/ });
  expect(row).toHaveTextContent("/a\\u{202E}gpj.exe\\u{0000}\\u{200B}");
  expect(row).toHaveTextContent("x\\u{2066}y@example.com");
  expect(row.textContent).not.toMatch(/[\u202E\u2066\u200B]/);
});

test("shows text of unknown origin as text", async () => {
  page([rejected({ path: "/<img src=x onerror=alert(1)>" })]);
  const row = await screen.findByRole("row", { name: /r-1/ });
  expect(row).toHaveTextContent("/<img src=x onerror=alert(1)>");
  expect(within(row).queryByRole("img")).not.toBeInTheDocument();
});

test("cuts what is long until asked for all of it", async () => {
  page([rejected({ path: `/${"a".repeat(2000)}` })]);
  expect(await screen.findByRole("button", { name: "show all 2001 characters" })).toBeVisible();
});

test("asks the API for the reason in the URL", async () => {
  let filter: string | null = null;
  server.use(
    http.get(REJECTIONS, ({ request }) => {
      filter = new URL(request.url).searchParams.get("filter");
      return HttpResponse.json({ items: [] });
    }),
  );
  show(
    <RejectionsPage
      project="shop"
      search={{ reason: "token_expired", verified: false }}
      onSearch={() => {}}
    />,
  );
  expect(await screen.findByText("No rejection matches")).toBeInTheDocument();
  expect(filter).toMatch(/^\(time=ge='[^']+'\);\(\(reason=='token_expired';verified=='false'\)\)$/);
});

test("offers no fix for claims that anybody can have written", async () => {
  const forged = rejected({
    verified: false,
    reason: "signature_invalid",
    email: "boss@example.com",
  });
  explained(forged, { admitted: true }, [
    { check: "signature", outcome: "failed", expected: "", found: "by no key" },
  ]);
  page([forged], { open: "r-1" });

  const drawer = await screen.findByRole("dialog", { name: "Rejected request" });
  expect(await within(drawer).findByText("No quick fix")).toBeInTheDocument();
  expect(within(drawer).getByRole("table", { name: "Unverified claims" })).toHaveTextContent(
    "boss@example.com",
  );
  expect(within(drawer).getByText(/would let in whoever wrote them/)).toBeInTheDocument();
  expect(within(drawer).queryByRole("button", { name: "Do this…" })).not.toBeInTheDocument();
  expect(within(drawer).queryByText("Would now be admitted")).not.toBeInTheDocument();
});

test("makes a fix after asking, and asks anew whether the request would be admitted", async () => {
  const rejection = rejected({ project: "shop" });
  explained(rejection, {});
  server.use(
    http.post(apiUrl("/projects/shop/clients/web%2F1/restore"), () => {
      explained(rejection, { admitted: true, revision: 421, remedies: [], sufficient: true });
      return confirmed({});
    }),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({ revision: 420, confirmed: true, replicas: [] }),
    ),
  );
  page([rejection], { open: "r-1" });

  await userEvent.click(await screen.findByRole("button", { name: "Do this…" }));
  const dialog = await screen.findByRole("dialog", { name: "Change the policy?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Change it" }));
  expect(await within(dialog).findByText(/Changed on 3\/3 gateways/)).toBeInTheDocument();
  expect(await screen.findByText("Would now be admitted")).toBeInTheDocument();
});

test("moves to the next row with j", async () => {
  const rows = [rejected({ requestId: "r-1" }), rejected({ requestId: "r-2" })];
  for (const row of rows) {
    explained(row, {});
  }
  const searches = page(rows, { open: "r-1" });
  await screen.findByRole("dialog", { name: "Rejected request" });
  await screen.findByText("r-2");
  await userEvent.keyboard("j");
  expect(searches).toEqual([{ open: "r-2" }]);
});

test("leads from a bar to its time, and from a share to its rows", async () => {
  const searches = page([rejected({})]);
  await userEvent.click(await screen.findByRole("button", { name: /^3 rejections at/ }));
  const summary = screen.getByRole("region", { name: "Summary" });
  await userEvent.click(within(summary).getByRole("button", { name: "Client revoked" }));
  expect(searches[1]).toEqual({ reason: "client_revoked" });
  expect(searches[0]).toMatchObject({
    from: "2026-11-24T10:01:00.000Z",
    to: "2026-11-24T10:02:00.000Z",
  });
});

test("lists what comes while it follows, before what was there", async () => {
  const fresh = JSON.stringify(rejected({ requestId: "r-live" }));
  server.use(
    http.get(
      `${REJECTIONS}/stream`,
      () =>
        new HttpResponse(`id: 1\nevent: rejection\ndata: ${fresh}\n\n`, {
          headers: { "Content-Type": "text/event-stream" },
        }),
    ),
  );
  page([rejected({ requestId: "r-old" })], { live: true });
  await screen.findByRole("row", { name: /r-live/ });
  const rows = screen.getAllByRole("row", { name: /r-/ });
  expect(rows[0]).toHaveTextContent("r-live");
  expect(rows[1]).toHaveTextContent("r-old");
});

test("knows every reason that the gateway gives", () => {
  const source = readFileSync("../src/main/java/io/portcullis/policy/Reason.java", "utf8");
  const constants = [...source.matchAll(/^ {2}([A-Z_]+)\(\s*\d{3},/gm)].map(([, name]) =>
    name?.toLowerCase(),
  );
  expect([...REASON_CODES].sort()).toEqual(constants.sort());
});
