import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { session } from "../api/session";
import { show } from "../testing/render";
import { apiUrl, problem, server } from "../testing/server";
import { SignInGate } from "./SignInGate";

test("keeps a token only after the server has taken it", async () => {
  session.signOut();
  server.use(
    http.get(apiUrl("/whoami"), ({ request }) =>
      request.headers.get("Authorization") === "Bearer the-right-token"
        ? HttpResponse.json({ actor: "set-up token", role: "owner" })
        : problem(401, "unauthenticated", "no"),
    ),
  );
  show(<SignInGate>the console</SignInGate>);

  await userEvent.type(screen.getByLabelText(/Set-up token/), "a-wrong-token{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("not the set-up token");
  expect(sessionStorage).toHaveLength(0);

  await userEvent.clear(screen.getByLabelText(/Set-up token/));
  await userEvent.type(screen.getByLabelText(/Set-up token/), " the-right-token {Enter}");
  expect(await screen.findByText("the console")).toBeInTheDocument();
  expect(session.token()).toBe("the-right-token");
  expect(localStorage).toHaveLength(0);
});
