import { expect, test } from "vitest";
import { readClients } from "./pastedClients";

test("reads quoted names, leaves out a header, and says what is wrong with a line", () => {
  const lines = readClients(
    'clientId,name,applicationType\nweb-1,"Shop, ""new""",ios\n\nweb-2\nweb 3,Blank\nweb-4,X,toaster\nweb-2,Again\n',
    "google",
  );
  expect(lines.map(({ line, client, fault }) => [line, client?.item.name ?? fault])).toEqual([
    [2, 'Shop, "new"'],
    [4, "web-2"],
    [5, "clientId: Without spaces"],
    [6, expect.stringContaining("applicationType")],
    [7, "The same client ID as in a line before"],
  ]);
  expect(lines[0]?.client?.item).toMatchObject({ applicationType: "ios", issuer: "google" });
});
