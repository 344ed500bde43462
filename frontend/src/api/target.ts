export interface Target {
  method: string;
  host: string;
  path: string;
}

/** A request as routes match it: host without port, path without query; from a URL or a path. */
export function targetOf(method: string, text: string): Target | null {
  const url = text.trim();
  const whole = url.startsWith("/") ? `http://any.invalid${url}` : withScheme(url);
  if (url === "" || !URL.canParse(whole)) {
    return null;
  }
  const { hostname, pathname } = new URL(whole);
  return { method, host: hostname, path: pathname };
}

function withScheme(url: string): string {
  return /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`;
}
