import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { show } from "../../testing/render";
import { apiUrl, server } from "../../testing/server";
import { CustomTime } from "../../ui/CustomTime";
import { preferences } from "../../ui/preferences";
import { trafficQuery } from "./overview.queries";
import { isOpen } from "./span";

beforeEach(() => preferences.set({ zone: "utc" }));

test("takes two moments of one's own, and says at the field what is wrong with one", async () => {
  const seen: object[] = [];
  show(<CustomTime from={undefined} to={undefined} onShow={(moments) => seen.push(moments)} />);
  await userEvent.click(screen.getByRole("button", { name: "Custom time…" }));
  const form = await screen.findByRole("form", { name: "Custom time" });
  await userEvent.click(within(form).getByRole("button", { name: "Show" }));
  expect(within(form).getByLabelText("From")).toBeInvalid();
  expect(form).toHaveTextContent("Say when it begins");

  await userEvent.type(within(form).getByLabelText("From"), "2026-11-24T10:00");
  await userEvent.type(within(form).getByLabelText("Until"), "2026-11-24T09:00");
  await userEvent.click(within(form).getByRole("button", { name: "Show" }));
  expect(within(form).getByLabelText("Until")).toBeInvalid();
  expect(seen).toEqual([]);

  await userEvent.clear(within(form).getByLabelText("Until"));
  await userEvent.type(within(form).getByLabelText("Until"), "2026-11-24T11:00");
  await userEvent.click(within(form).getByRole("button", { name: "Show" }));
  expect(seen).toEqual([{ from: "2026-11-24T10:00:00.000Z", to: "2026-11-24T11:00:00.000Z" }]);
});

test("asks for the moments that the URL names, and not again once they are over", async () => {
  const asked: string[] = [];
  server.use(
    http.get(apiUrl("/projects/shop/traffic"), ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({});
    }),
  );
  const search = { from: "2026-11-01T10:00:00Z", to: "2026-11-01T11:00:00Z" };
  const { queryFn } = trafficQuery("shop", search);
  await (queryFn as (context: object) => Promise<unknown>)({
    signal: new AbortController().signal,
  });
  expect(asked).toEqual([
    "?from=2026-11-01T10%3A00%3A00.000Z&to=2026-11-01T11%3A00%3A00.000Z&bucket=hour&by=reason",
  ]);
  const during = Date.parse("2026-11-01T10:30:00Z");
  expect(isOpen(search, during)).toBe(true);
  expect(isOpen(search, during + 3_600_000)).toBe(false);
  expect(isOpen({ from: search.from })).toBe(true);
});
