interface Page<T> {
  items: T[];
  nextPageToken?: string;
}

/** How every list asks for its pages. */
export const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: Page<unknown>) => page.nextPageToken,
};

export function toRows<T>(data: { pages: Page<T>[] }): T[] {
  return data.pages.flatMap((page) => page.items);
}
