import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { api } from "../api/client";
import { unwrap } from "../api/problem";
import { show } from "../testing/render";
import { apiUrl, server } from "../testing/server";
import { Problem } from "./Problem";

test("waits with trying again for as long as the API asks", async () => {
  server.use(
    http.get(apiUrl("/projects"), () =>
      HttpResponse.json(
        { type: "urn:portcullis:problem:too_many", title: "Too many calls.", status: 429 },
        { status: 429, headers: { "Retry-After": "600" } },
      ),
    ),
  );
  const error = await unwrap(api.GET("/projects")).catch((failure: Error) => failure);
  show(<Problem error={error as Error} onRetry={() => undefined} />);
  expect(screen.getByRole("button", { name: /^Try again in \d+ s$/ })).toBeDisabled();
});
