import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, confirmed, server } from "../../testing/server";
import { AccessPage } from "./AccessPage";
import type { AccessSearch } from "./access.queries";

const none = () => HttpResponse.json({ items: [] });

beforeEach(() =>
  server.use(
    http.get(apiUrl("/projects/shop/grants"), () =>
      HttpResponse.json({ items: [{ id: "all", principal: "allUsers", revision: 3 }] }),
    ),
    http.get(apiUrl("/projects/shop/routes"), none),
    http.get(apiUrl("/projects/shop/sign-outs"), none),
    http.get(apiUrl("/projects/shop/token-revocations"), none),
    http.get(apiUrl("/projects/shop/issuers"), () =>
      HttpResponse.json({ items: [{ id: "google", kind: "google" }] }),
    ),
    http.get(apiUrl("/revisions/420"), () =>
      HttpResponse.json({
        revision: 420,
        confirmed: true,
        replicas: [{ name: "g1", applied: true }],
      }),
    ),
  ),
);

function page(search: AccessSearch) {
  return show(<AccessPage project="shop" search={search} onSearch={() => {}} />);
}

test("creates the lines that make a grant, and says of the others what is wrong", async () => {
  const made: string[] = [];
  server.use(
    http.post(apiUrl("/projects/shop/grant-changes"), async ({ request }) => {
      const { changes } = (await request.json()) as {
        changes: { id: string; create: { principal: string } }[];
      };
      made.push(...changes.map(({ id, create }) => `${id} ${create.principal}`));
      return confirmed({ items: [] });
    }),
  );
  page({ many: true });

  const form = await screen.findByRole("dialog", { name: "Add many grants" });
  await userEvent.click(within(form).getByLabelText(/Who, one in each line/));
  await userEvent.paste("alice@example.com\n\u0430lice@example.com\nexample.org, partners\nnobody");
  expect(await within(form).findByText(/U\+0430/)).toBeInTheDocument();
  await userEvent.click(within(form).getByRole("button", { name: "Create 2 grants" }));

  expect(await within(form).findByText(/Created on 3\/3 gateways/)).toBeInTheDocument();
  expect(made.sort()).toEqual([
    "domain-example.org domain:example.org",
    "user-alice-example.com user:alice@example.com",
  ]);
});

test("warns before everybody is let in", async () => {
  page({ create: true });
  const form = await screen.findByRole("dialog", { name: "Add grant" });
  await userEvent.click(within(form).getByRole("combobox", { name: "Who" }));
  await userEvent.click(await screen.findByRole("option", { name: /with or without token/ }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Everybody is let in");
});

test("revokes a token without showing it as part of the API call", async () => {
  let sent: unknown;
  server.use(
    http.post(apiUrl("/projects/shop/token-revocations"), async ({ request }) => {
      sent = await request.json();
      return confirmed({}, 201);
    }),
  );
  page({ tab: "tokens" });
  await userEvent.click(await screen.findByRole("button", { name: "Revoke a token…" }));
  const dialog = await screen.findByRole("dialog", { name: "Revoke one token?" });
  await userEvent.click(within(dialog).getByRole("textbox", { name: /Token/ }));
  await userEvent.paste("Bearer head.payload.signature");
  await userEvent.click(within(dialog).getByRole("button", { name: "As API call" }));
  expect(await within(dialog).findByRole("group", { name: "API call" })).toHaveTextContent(
    '"token":"TOKEN"',
  );
  await userEvent.click(within(dialog).getByRole("button", { name: "Revoke" }));

  expect(await within(dialog).findByText("g1 acts on it")).toBeInTheDocument();
  expect(sent).toEqual({ token: "head.payload.signature" });
});

test("signs all users of an issuer out only after its name was typed", async () => {
  server.use(http.post(apiUrl("/projects/shop/issuers/google/sign-out"), () => confirmed({})));
  page({ tab: "sign-outs" });
  await userEvent.click(await screen.findByRole("button", { name: "Sign out…" }));
  await userEvent.click(await screen.findByRole("radio", { name: "All of an issuer" }));
  const dialog = await screen.findByRole("dialog", { name: "Sign out everybody of google?" });
  const button = within(dialog).getByRole("button", { name: "Sign out" });
  expect(button).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText(/Type google/), "google");
  await userEvent.click(button);
  expect(await within(dialog).findByText(/Signed out on 3\/3 gateways/)).toBeInTheDocument();
});
