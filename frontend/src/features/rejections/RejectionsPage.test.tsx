import { readFileSync } from "node:fs";
import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Rejection } from "../../api/client";
import { show } from "../../testing/render";
import { apiUrl, server } from "../../testing/server";
import { RejectionsPage } from "./RejectionsPage";
import { REASON_CODES } from "./reasons";

const REJECTIONS = apiUrl("/projects/shop/rejections");

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

function page(rows: Rejection[], search = {}) {
  server.use(http.get(REJECTIONS, () => HttpResponse.json({ items: rows })));
  show(<RejectionsPage project="shop" search={search} onSearch={() => {}} />);
}

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
  expect(filter).toBe("reason=='token_expired';verified=='false'");
});

test("knows every reason that the gateway gives", () => {
  const source = readFileSync("../src/main/java/io/portcullis/policy/Reason.java", "utf8");
  const constants = [...source.matchAll(/^ {2}([A-Z_]+)\(\s*\d{3},/gm)].map(([, name]) =>
    name?.toLowerCase(),
  );
  expect([...REASON_CODES].sort()).toEqual(constants.sort());
});
