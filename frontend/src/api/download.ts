import { api } from "./client";
import { answered } from "./problem";
import { session } from "./session";

/**
 * Saves an answer of the API as a file. The browser streams it to disk by itself where a cookie is
 * its ticket; a token has to be sent, so the file is held in memory until it is complete.
 */
export async function download(path: string, query: Record<string, string>, name: string) {
  if (session.token() === null) {
    save(`/api/v1${path}?${new URLSearchParams(query)}`, name);
    return;
  }
  const init = { params: { query }, parseAs: "blob" };
  const { data } = await answered<Blob>(api.request("get", path as never, init as never) as never);
  const url = URL.createObjectURL(data ?? new Blob());
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function save(href: string, name: string) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}
