package io.portcullis.history;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** One gateway in a process of its own, with PostgreSQL behind a proxy. */
final class GatewayProcess implements AutoCloseable {
  private final Path directory;
  private final DatabaseUrl database;
  private final FaultProxy proxy;
  private final int port = freePort();
  private ChildJvm process;

  GatewayProcess(Path directory, DatabaseUrl database) {
    this.directory = directory;
    this.database = database;
    this.proxy = new FaultProxy(database.port());
    start();
  }

  /** Starts it, or starts it again after a kill, on the port it had. */
  void start() {
    try {
      process =
          ChildJvm.start(
              directory,
              Map.of(
                  "DATABASE_URL",
                  "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
                      .formatted(
                          database.user(), database.password(), proxy.port(), database.database()),
                  "PORTCULLIS_GATEWAY_HOST",
                  "127.0.0.1",
                  "PORTCULLIS_GATEWAY_PORT",
                  Integer.toString(port),
                  "PORTCULLIS_EVENT_LOOPS",
                  "2",
                  "PORTCULLIS_ALLOWED_NETWORKS",
                  "127.0.0.0/8"),
              "serve",
              "--only",
              "gateway");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits until it decides. */
  void awaitReady() {
    AdminClient ready = process.admin();
    assert ready != null;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  FaultProxy proxy() {
    return proxy;
  }

  void signal(String name) {
    process.signal(name);
  }

  void kill() {
    try {
      process.kill();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    process.signal("CONT");
    proxy.heal();
    process.close();
    proxy.close();
  }
}
