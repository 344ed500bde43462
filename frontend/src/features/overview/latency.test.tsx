import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, server } from "../../testing/server";
import { inMillis } from "./latency";
import { Tiles } from "./Tiles";

test("tells times in the unit that suits them", () => {
  expect([0.08, 1.28, 42, 1500].map(inMillis)).toEqual(["80 μs", "1.3 ms", "42 ms", "1.5 sec"]);
});

test("shows what the gateway takes apart from what backends take", async () => {
  server.use(
    http.get(apiUrl("/replicas"), () =>
      HttpResponse.json({ items: [], durability: "local", policyAccepted: true }),
    ),
  );
  const at = (time: string, p99Millis: number) => ({
    time,
    decision: { requests: 5, p50Millis: 0.08, p99Millis },
    backend: { requests: 5, p50Millis: 20, p99Millis: 80 },
  });
  const items = [at("2026-11-24T10:00:00Z", 0.5), at("2026-11-24T11:00:00Z", 1.28)];
  const { time: _, ...all } = at("", 1.28);
  show(
    <Tiles
      traffic={{
        from: "2026-11-24T10:00:00Z",
        to: "2026-11-24T12:00:00Z",
        admitted: 10,
        rejected: 0,
        items: [],
        latency: { ...all, items },
      }}
      changes={0}
    />,
  );
  expect(await screen.findByText(/^80 μs/)).toHaveTextContent("p50; p99 1.3 ms");
  expect(screen.getByText("backends 20 ms; p99 80 ms")).toBeInTheDocument();
  expect(screen.getByRole("img")).toHaveAccessibleName(/between 500 μs and 1.3 ms, last 1.3 ms/);
});
