package io.portcullis.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.portcullis.settings.DatabaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before PostgreSQL as a pooler in transaction mode does: LISTEN succeeds, and nothing ever
 * comes of it, because it went to another connection.
 */
final class DeafProxy implements AutoCloseable {
  private static final String LISTEN = "LISTEN portcullis";
  private static final String ELSEWHERE = "LISTEN elsewhere_";

  private final DatabaseUrl target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  DeafProxy(DatabaseUrl target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  DatabaseUrl url() {
    return new DatabaseUrl(
        "127.0.0.1",
        server.getLocalPort(),
        target.database(),
        target.user(),
        target.password(),
        target.sslMode());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(target.host(), target.port());
        open.add(near);
        open.add(far);
        daemon(() -> pump(near, far, true));
        daemon(() -> pump(far, near, false));
      } catch (IOException failure) {
        // the proxy is closing
      }
    }
  }

  /** A simple query is one small write, which arrives in one piece on the loopback interface. */
  private void pump(Socket from, Socket to, boolean isUp) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String sent = new String(buffer, 0, n, ISO_8859_1);
        out.write((isUp ? sent.replace(LISTEN, ELSEWHERE) : sent).getBytes(ISO_8859_1));
      }
    } catch (IOException failure) {
      // one side has gone, and the other with it
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "deaf-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
