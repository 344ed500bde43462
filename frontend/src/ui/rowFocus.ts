/** Puts the focus on the next row of the page's list, or the one before: on the name that opens it. */
export function focusRow(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>("main tbody tr")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 && step < 0 ? rows.length - 1 : at + step;
  const name = rows[next]?.querySelector<HTMLElement>("a, button");
  name?.focus();
  name?.scrollIntoView({ block: "nearest" });
}
