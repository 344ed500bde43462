import { useHotkeys } from "@mantine/hooks";
import { usePreferences } from "./preferences";

type Keys = Record<string, () => void>;

const SEQUENCE_MILLIS = 1500;
let begun: ReturnType<typeof setTimeout> | undefined;

/**
 * Single keys of a page, or of a drawer above it. They act while nobody types, nothing else is open
 * above, and no sequence has begun; and not at all for those who have switched them off.
 */
export function useKeys(keys: Keys, layer: "page" | "drawer" = "page") {
  useLayerKeys(keys, () => begun === undefined && openAbove() === (layer === "page" ? 0 : 1));
}

/** Two keys after each other: the first, then one of those. */
export function useKeysAfter(first: string, keys: Keys) {
  useKeys({
    [first]: () => {
      begun = setTimeout(end, SEQUENCE_MILLIS);
    },
  });
  const thenEnd = (act: () => void) => () => {
    act();
    setTimeout(end); // whoever hears the same key after this must still see that it belongs here
  };
  useLayerKeys(
    Object.fromEntries(Object.entries(keys).map(([key, act]) => [key, thenEnd(act)])),
    () => begun !== undefined,
  );
}

function useLayerKeys(keys: Keys, mayAct: () => boolean) {
  const { hasKeys } = usePreferences();
  useHotkeys(
    Object.entries(hasKeys ? keys : {}).map(([key, act]) => [
      key,
      (event) => {
        if (mayAct()) {
          event.preventDefault();
          act();
        }
      },
      { preventDefault: false },
    ]),
  );
}

function end() {
  clearTimeout(begun);
  begun = undefined;
}

function openAbove(): number {
  return document.querySelectorAll('[role="dialog"], [role="menu"]').length;
}
