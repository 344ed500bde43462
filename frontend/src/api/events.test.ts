import { expect, test } from "vitest";
import { eventsOf } from "./events";

test("reads events however they are cut into pieces", async () => {
  const text = ': hello\n\nid: 7\nevent: rejection\ndata: {"a":1}\n\nid: 8\n\n';
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of text.match(/.{1,5}/gs) ?? []) {
        controller.enqueue(new TextEncoder().encode(piece));
      }
      controller.close();
    },
  });
  const events = [];
  for await (const event of eventsOf(body)) {
    events.push(event);
  }
  expect(events).toEqual([
    { id: undefined, type: "message", data: "" },
    { id: "7", type: "rejection", data: '{"a":1}' },
    { id: "8", type: "message", data: "" },
  ]);
});
