/** One event of a stream (HTML standard, "Server-sent events"). */
export interface ServerEvent {
  id: string | undefined;
  type: string;
  data: string;
}

/** Reads events off a body; fetched rather than by EventSource, which can send no token. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const blocks = (rest + chunk.value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      yield* blocks.map(toEvent);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function toEvent(block: string): ServerEvent {
  const event: ServerEvent = { id: undefined, type: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") {
      event.id = value;
    } else if (field === "event") {
      event.type = value;
    } else if (field === "data") {
      event.data += event.data ? `\n${value}` : value;
    }
  }
  return event;
}
