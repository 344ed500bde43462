import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, server } from "../../testing/server";
import { GatewaysPage } from "./GatewaysPage";

function gateway(name: string, notified?: boolean) {
  return {
    incarnation: `00000000-0000-4000-8000-00000000000${name.length}`,
    name,
    version: "0.1.0",
    leaseSeconds: 2.4,
    revision: 7,
    lag: 0,
    notified,
    startedAt: "2026-01-01T00:00:00Z",
    seenAt: "2026-01-01T00:00:00Z",
  };
}

function serve(...items: object[]) {
  server.use(
    http.get(apiUrl("/replicas"), () =>
      HttpResponse.json({ items, durability: "local", policyAccepted: true }),
    ),
  );
}

it("names the gateway that notifications do not reach, and what to do", async () => {
  serve(gateway("one", true), gateway("three", false));
  show(<GatewaysPage />);
  expect(await screen.findByRole("row", { name: /^three/ })).toHaveTextContent("Not notified");
  expect(screen.getByRole("row", { name: /^one/ })).not.toHaveTextContent("Not notified");
  expect(screen.getByRole("alert")).toHaveTextContent("in session mode");
});

it("says nothing of notifications that arrive, or of which nothing is known yet", async () => {
  serve(gateway("one", true), gateway("three"));
  show(<GatewaysPage />);
  expect(await screen.findByRole("row", { name: /^three/ })).toHaveTextContent("Current");
  expect(screen.queryByText("Not notified")).not.toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});
