import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { session } from "../api/session";
import { server } from "./server";

configure({ asyncUtilTimeout: 8000 });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => session.signIn("test-token-of-this-tab"));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  session.signOut();
});
afterAll(() => server.close());
