import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, server } from "../../testing/server";
import { InspectorPage } from "./InspectorPage";

const TOKEN = `${btoa('{"alg":"RS256"}').replace(/=+$/, "")}.${btoa(
  '{"sub":"a\\u202Eb","exp":4102444800}',
).replace(/=+$/, "")}.c2ln`;

const ADMITTED = {
  revision: 7,
  admitted: true,
  route: "hello",
  checks: [],
  remedies: [],
  sufficient: true,
};

test("decodes a token without asking, and keeps it out of the URL and of storage", async () => {
  let sent: unknown;
  server.use(
    http.post(apiUrl("/projects/shop/explain"), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(ADMITTED);
    }),
  );
  show(<InspectorPage project="shop" search={{}} onSearch={() => {}} />);
  await userEvent.click(screen.getByRole("textbox", { name: "Token" }));
  await userEvent.paste(`Authorization: Bearer ${TOKEN}`);

  const claims = await screen.findByRole("table", { name: "Claims" });
  expect(claims).toHaveTextContent("a\\u{202E}b");
  expect(claims).toHaveTextContent("valid until");
  expect(sent).toBeUndefined();
  expect(location.href).not.toContain(TOKEN);
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(TOKEN);

  await userEvent.click(screen.getByRole("button", { name: /Check with/ }));
  expect(await screen.findByText("Admitted")).toBeInTheDocument();
  expect(sent).toMatchObject({ token: TOKEN, path: "/" });

  await userEvent.click(screen.getByRole("button", { name: "Forget it" }));
  expect(screen.queryByRole("table", { name: "Claims" })).not.toBeInTheDocument();
});

test("asks for a person without a token, one route and all of them", async () => {
  const asked: { claims: { aud: string; email: string }; path: string }[] = [];
  server.use(
    http.get(apiUrl("/projects/shop/issuers"), () =>
      HttpResponse.json({ items: [{ id: "google", kind: "google", issuers: ["https://g"] }] }),
    ),
    http.get(apiUrl("/projects/shop/clients"), () =>
      HttpResponse.json({ items: [{ clientId: "web", issuer: "google" }] }),
    ),
    http.get(apiUrl("/projects/shop/routes"), () =>
      HttpResponse.json({ items: [{ id: "orders", hosts: ["*"], pathPrefix: "/orders" }] }),
    ),
    http.post(apiUrl("/projects/shop/explain"), async ({ request }) => {
      asked.push((await request.json()) as (typeof asked)[number]);
      return HttpResponse.json({ ...ADMITTED, admitted: false, reason: "user_not_granted" });
    }),
  );
  show(<InspectorPage project="shop" search={{ tab: "simulator" }} onSearch={() => {}} />);
  await userEvent.type(await screen.findByRole("combobox", { name: /Client/ }), "web");
  await userEvent.type(screen.getByRole("textbox", { name: "E-mail" }), "alice@example.com");
  await userEvent.click(screen.getByRole("button", { name: "May they?" }));
  expect(await screen.findByText("Rejected: user_not_granted")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Ask for every route" }));
  expect(await screen.findByRole("row", { name: /^orders/ })).toHaveTextContent("user_not_granted");
  expect(asked.map(({ path, claims: { aud, email } }) => [path, aud, email])).toEqual([
    ["/", "web", "alice@example.com"],
    ["/orders", "web", "alice@example.com"],
  ]);
});
