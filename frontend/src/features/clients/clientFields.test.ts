import { expect, test } from "vitest";
import type { Client } from "../../api/client";
import { mergePatch } from "../../api/mergePatch";
import { type ClientFields, clientFields, emptyFields, toClient, toFields } from "./clientFields";

function fields(some: Partial<ClientFields>, restrictions: object = {}): ClientFields {
  const empty = emptyFields("google");
  return {
    ...empty,
    clientId: "web",
    name: "Web",
    ...some,
    restrictions: { ...empty.restrictions, ...restrictions },
  };
}

function faults(draft: ClientFields): string[] {
  return clientFields.safeParse(draft).error?.issues.map((i) => i.path.join(".")) ?? [];
}

test.each([
  ["https://shop.example.com", true],
  ["https://shop.example.com:8443", true],
  ["http://localhost:5173", true],
  ["http://[::1]:5173", true],
  ["http://shop.example.com", false],
  ["https://shop.example.com/path", false],
  ["https://*.example.com", false],
  ["shop.example.com", false],
])("takes %s as an origin: %s", (origin, isOrigin) => {
  expect(faults(fields({}, { origins: [origin] }))).toEqual(
    isOrigin ? [] : ["restrictions.origins"],
  );
});

test("checks only what the application type has", () => {
  const restrictions = { packageName: "not a package", bundleId: "not a bundle" };
  expect(faults(fields({ applicationType: "web" }, restrictions))).toEqual([]);
  expect(faults(fields({ applicationType: "android" }, restrictions))).toEqual([
    "restrictions.packageName",
  ]);
  expect(faults(fields({ applicationType: "ios" }, restrictions))).toEqual([
    "restrictions.bundleId",
  ]);
});

test("sends only what the application type has", () => {
  const draft = fields(
    { applicationType: "ios" },
    { bundleId: "com.example.Shop", packageName: "left.over" },
  );
  expect(toClient(draft)).toEqual({
    name: "Web",
    issuer: "google",
    applicationType: "ios",
    restrictions: { bundleId: "com.example.Shop" },
    state: "enabled",
  });
});

function changes(seen: Client, edited: ClientFields) {
  return mergePatch(toClient(toFields(seen)), toClient(edited));
}

test("patches only what was changed, and names as null what is gone", () => {
  const seen: Client = {
    clientId: "web",
    name: "Web",
    issuer: "google",
    applicationType: "web",
    restrictions: { origins: ["https://shop.example.com"] },
    expiresAt: "2030-01-01T00:00:00Z",
  };
  const edited = { ...toFields(seen), expiresAt: "" };
  expect(changes(seen, edited)).toEqual({ expiresAt: null });
  expect(changes(seen, { ...edited, applicationType: "tv" })).toEqual({
    applicationType: "tv",
    restrictions: { origins: null },
    expiresAt: null,
  });
});
