package io.portcullis.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Speaks HTTP/2 frame by frame (RFC 9113), with fields that no client would send. */
public final class RawHttp2 {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  private RawHttp2() {}

  /** A field as it goes on the wire. */
  public record Field(String name, String value) {}

  /**
   * Sends a POST with a body and waits for the end of its stream, however that comes.
   *
   * @param trailers sent behind the body; none when empty
   */
  public static void post(
      URI address, String path, String authority, List<Field> head, List<Field> trailers)
      throws IOException {
    try (Socket socket = RawHttp.connect(address)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      field(block, new Field(":method", "POST"));
      field(block, new Field(":scheme", "http"));
      field(block, new Field(":authority", authority));
      field(block, new Field(":path", path));
      head.forEach(field -> field(block, field));
      frame(out, HEADERS, END_HEADERS, 1, block.toByteArray());
      frame(out, DATA, trailers.isEmpty() ? END_STREAM : 0, 1, new byte[] {'x'});
      if (!trailers.isEmpty()) {
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        trailers.forEach(field -> field(end, field));
        frame(out, HEADERS, END_HEADERS | END_STREAM, 1, end.toByteArray());
      }
      out.flush();
      awaitEnd(new DataInputStream(socket.getInputStream()), out);
    }
  }

  private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    int length = payload.length;
    out.write(
        new byte[] {
          (byte) (length >> 16),
          (byte) (length >> 8),
          (byte) length,
          (byte) type,
          (byte) flags,
          0,
          0,
          0,
          (byte) stream
        });
    out.write(payload);
  }

  /** Literal, with a new name, not indexed, not compressed (RFC 7541, section 6.2.2). */
  private static void field(ByteArrayOutputStream block, Field field) {
    block.write(0);
    text(block, field.name());
    text(block, field.value());
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int rest = bytes.length;
    if (rest < 127) {
      block.write(rest);
    } else {
      block.write(127);
      for (rest -= 127; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  private static void awaitEnd(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      int length;
      try {
        length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      } catch (EOFException closed) {
        return;
      }
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.skipNBytes(length);
      if (type == SETTINGS && (flags & ACK) == 0) {
        frame(out, SETTINGS, ACK, 0, new byte[0]);
        out.flush();
      }
      boolean isEnd = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
      if ((stream == 1 && (isEnd || type == RST_STREAM)) || type == GOAWAY) {
        return;
      }
    }
  }
}
