import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { show } from "../testing/render";
import { backwards } from "../ui/customTime";
import { DroppedNotice } from "./DroppedNotice";
import { dropped } from "./dropped";
import { validated } from "./validated";

const text = z.string().optional().catch(undefined);
const read = validated(
  z.object({ range: z.enum(["1h"]).optional().catch(undefined), q: text, from: text, to: text }),
  backwards,
);
const PATH = "/console/p/shop/rejections";

beforeEach(() => dropped.dismiss());
afterEach(() => history.replaceState(null, "", "/"));

function at(search: string) {
  history.replaceState(null, "", PATH + search);
}

test("says which parameter was not understood and what holds instead, until it is dismissed", async () => {
  at("?range=9y&colour=red&q=orders");
  show(<DroppedNotice path={PATH} />);
  await act(async () => {
    expect(read({ range: "9y", colour: "red", q: "orders" })).toEqual({ q: "orders" });
    read({ range: "9y", colour: "red", q: "orders" });
  });

  const notice = screen.getByRole("status");
  expect(notice).toHaveTextContent("range=9y: the last 24 hours are shown instead.");
  expect(notice).toHaveTextContent("colour=red: this page has no such parameter");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("status")).not.toBeInTheDocument();
});

test("says nothing on another page, nor of links that are only prepared", async () => {
  at("?range=9y");
  show(<DroppedNotice path="/console/projects" />);
  await act(async () => {
    read({ range: "9y" });
  });
  expect(screen.queryByRole("status")).not.toBeInTheDocument();
  dropped.dismiss();
  at("");
  read({ range: "9y" });
  expect(dropped.get().items).toEqual([]);
});

test("drops both of two moments that are the wrong way round", () => {
  at("?from=2026-11-24T11:00:00Z&to=2026-11-24T10:00:00Z");
  const search = { from: "2026-11-24T11:00:00Z", to: "2026-11-24T10:00:00Z" };
  expect(read(search)).toEqual({ from: undefined, to: undefined });
  expect(dropped.get().items.map(({ name }) => name)).toEqual(["from", "to"]);
});

test("takes a number for the text that it was typed as", () => {
  at("?q=8080");
  expect(read({ q: 8080 })).toEqual({ q: "8080" });
  expect(dropped.get().items).toEqual([]);
});
