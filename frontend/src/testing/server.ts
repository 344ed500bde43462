import { HttpResponse, http, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";

/** Stands in for the HTTP API. */
export const server = setupServer(
  http.post("*/api/v1/projects/:project/:kind/:id/impact", () =>
    HttpResponse.json({
      asked: 0,
      complete: true,
      users: 0,
      clients: 0,
      requests: { last24Hours: 0, last30Days: 0 },
      anonymousRequests: 0,
      items: [],
    }),
  ),
);

/** An URL of the API, as handlers match it. */
export function apiUrl(path: string): string {
  return `*/api/v1${path}`;
}

export function confirmed(body: JsonBodyType, status = 200) {
  return HttpResponse.json(body, {
    status,
    headers: {
      "Portcullis-Revision": "420",
      "Portcullis-Confirmed": "replicas=3; applied=3; expired=0; elapsed=14ms",
    },
  });
}

export function problem(
  status: number,
  code: string,
  detail: string,
  violations: { field: string; message: string }[] = [],
) {
  return HttpResponse.json(
    {
      type: `urn:portcullis:problem:${code}`,
      title: `Title of ${code}.`,
      status,
      detail,
      requestId: "request-1",
      violations,
    },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}
