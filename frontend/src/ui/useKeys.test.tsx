import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { show } from "../testing/render";
import { preferences } from "./preferences";
import { useKeys, useKeysAfter } from "./useKeys";

let pressed: string[] = [];

afterEach(() => {
  pressed = [];
  preferences.set({ hasKeys: true });
});

function Page({ dialogs = 0 }: { dialogs?: number }) {
  useKeysAfter("g", { l: () => pressed.push("g l") });
  useKeys({ l: () => pressed.push("l") });
  useKeys({ j: () => pressed.push("j") }, "drawer");
  return (
    <>
      <input aria-label="Typed" />
      {dialogs > 0 && <div role="dialog" />}
    </>
  );
}

test("acts on single keys, and on a sequence without its second key alone", async () => {
  show(<Page />);
  await userEvent.keyboard("l");
  await userEvent.keyboard("gl");
  await new Promise((resolve) => setTimeout(resolve));
  await userEvent.keyboard("lj");
  expect(pressed).toEqual(["l", "g l", "l"]);
});

test("leaves keys to who types, and to the drawer above the page", async () => {
  show(<Page dialogs={1} />);
  await userEvent.keyboard("lj");
  await userEvent.click(screen.getByLabelText("Typed"));
  await userEvent.keyboard("lj");
  expect(pressed).toEqual(["j"]);
  expect(screen.getByLabelText("Typed")).toHaveValue("lj");
});

test("acts on none for who has switched them off, and remembers that", async () => {
  show(<Page />);
  act(() => preferences.set({ hasKeys: false }));
  await userEvent.keyboard("lgl");
  expect(pressed).toEqual([]);
  expect(localStorage.getItem("portcullis.preferences")).toContain('"hasKeys":false');
});
