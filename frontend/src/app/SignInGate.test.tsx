import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { session } from "../api/session";
import { OWNER, show } from "../testing/render";
import { apiUrl, problem, server } from "../testing/server";
import { SignInGate } from "./SignInGate";

const PROVIDER = { issuer: "https://accounts.google.com", start: "/auth/start" };
const RIGHT = "Bearer the-right-token";

let hasSession: boolean;

/** A server of which only the right token, or a session begun with it, gets anything. */
beforeEach(() => {
  hasSession = false;
  session.signOut();
  server.use(
    http.get(apiUrl("/whoami"), ({ request }) => {
      const token = request.headers.get("Authorization");
      return token === RIGHT || (token === null && hasSession)
        ? HttpResponse.json(OWNER)
        : problem(401, "unauthenticated", "no");
    }),
    http.post(apiUrl("/session"), ({ request }) => {
      hasSession = request.headers.get("Authorization") === RIGHT;
      return hasSession
        ? new HttpResponse(null, { status: 204 })
        : problem(401, "unauthenticated", "no");
    }),
  );
});

function serve(ways: object) {
  server.use(http.get(apiUrl("/sign-in"), () => HttpResponse.json(ways)));
  show(<SignInGate>the console</SignInGate>);
}

async function tryToken(token: string) {
  const field = await screen.findByLabelText(/Set-up token/);
  await userEvent.clear(field);
  await userEvent.type(field, `${token}{Enter}`);
}

test("begins a session with a token and keeps no token", async () => {
  serve({ sessions: true });
  await tryToken("a-wrong-token");
  expect(await screen.findByRole("alert")).toHaveTextContent("takes no such token");

  await tryToken(" the-right-token ");
  expect(await screen.findByText("the console")).toBeInTheDocument();
  expect(session.token()).toBeNull();
  expect(sessionStorage).toHaveLength(0);
  expect(localStorage).toHaveLength(0);
});

test("keeps a token in the tab where there are no sessions, once the server has taken it", async () => {
  serve({ sessions: false, provider: PROVIDER });
  await tryToken("a-wrong-token");
  expect(await screen.findByRole("alert")).toHaveTextContent("takes no such token");
  expect(sessionStorage).toHaveLength(0);
  expect(screen.queryByRole("link", { name: /Sign in with/ })).not.toBeInTheDocument();

  await tryToken("the-right-token");
  expect(await screen.findByText("the console")).toBeInTheDocument();
  expect(session.token()).toBe("the-right-token");
  expect(localStorage).toHaveLength(0);
});

test("leads to the provider and back to the page asked for", async () => {
  history.replaceState(null, "", "/console/p/shop/clients?state=revoked");
  serve({ sessions: true, provider: PROVIDER });
  const link = await screen.findByRole("link", { name: "Sign in with Google" });
  expect(link).toHaveAttribute(
    "href",
    "/auth/start?to=%2Fconsole%2Fp%2Fshop%2Fclients%3Fstate%3Drevoked",
  );
});

test("asks again above the page when the session is over, and goes on when another window has signed in", async () => {
  serve({ sessions: true, provider: PROVIDER });
  await tryToken("the-right-token");
  expect(await screen.findByText("the console")).toBeInTheDocument();

  hasSession = false;
  session.refuse(null, session.age());
  expect(await screen.findByRole("dialog", { name: "Sign in again" })).toBeInTheDocument();
  expect(screen.getByText("the console")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: /Google/ })).toHaveAttribute("target", "_blank");

  hasSession = true;
  window.dispatchEvent(new Event("focus"));
  await expect.poll(() => session.state()).toBe("signed-in");
});

test("takes no answer to a call from before for the end of a session", () => {
  session.begin();
  const before = session.age();
  session.begin();
  session.refuse(null, before);
  expect(session.state()).toBe("signed-in");
});
