package io.portcullis.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;

/** An HTTP/1.1 backend that keeps every byte it gets, whatever the bytes mean. */
public final class RawBackend implements AutoCloseable {
  private static final Pattern LAST_CHUNK = Pattern.compile("\r\n0\r\n(?:.+\r\n)*\r\n$");
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final ServerSocket server;
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private RawBackend(ServerSocket server) {
    this.server = server;
  }

  public static RawBackend start() throws IOException {
    RawBackend backend = new RawBackend(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(backend::accept, "raw-backend");
    thread.setDaemon(true);
    thread.start();
    return backend;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "raw-backend");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (Socket socket = connection) {
      String request = read(socket.getInputStream());
      if (!request.isEmpty()) {
        seen.add(request);
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException gone) {
      // the gateway gave up
    }
  }

  private static String read(InputStream input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = input.read(); next >= 0; next = input.read()) {
      bytes.write(next);
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      if (next == '\n' && isWhole(text)) {
        return text;
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    return end >= 0
        && (!text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
            || LAST_CHUNK.matcher(text).find());
  }

  /** Every request since the last call, from its first byte to its last trailer. */
  public List<String> take() {
    List<String> requests = new ArrayList<>();
    seen.drainTo(requests);
    return requests;
  }

  /** The backend as the admin API takes it. */
  public JsonObject asItem() {
    return new JsonObject()
        .put(
            "targets",
            new JsonArray()
                .add(new JsonObject().put("url", "http://127.0.0.1:" + server.getLocalPort())));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
