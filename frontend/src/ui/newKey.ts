/** Marks the button that `n` presses: what a page's list is added to with. */
export const newKey = { "data-key": "n" } as const;

export function pressNew() {
  document.querySelector<HTMLElement>('main [data-key="n"]')?.click();
}
