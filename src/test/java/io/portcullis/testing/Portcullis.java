package io.portcullis.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.portcullis.Role;
import io.portcullis.Server;
import io.portcullis.Wiring;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The product, whole, on free ports of the loopback interface. */
public final class Portcullis implements AutoCloseable {
  public static final String TOKEN = "setup-token-of-the-tests";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Server server;

  private Portcullis(Server server) {
    this.server = server;
  }

  /** Starts gateway and admin, and waits until both are ready. */
  public static Portcullis start(DatabaseUrl database) {
    return start(database, Map.of(), Role.BOTH);
  }

  /**
   * Starts a process in a role, and waits until it is ready.
   *
   * @param settings what differs from the defaults
   */
  public static Portcullis start(DatabaseUrl database, Map<String, String> settings, Role role) {
    Portcullis started = startUnready(database, settings, role);
    await("ready", () -> started.admin().get("/readyz").statusCode() == 200);
    return started;
  }

  /** Starts a process that may not become ready. */
  public static Portcullis startUnready(
      DatabaseUrl database, Map<String, String> settings, Role role) {
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", url(database));
    environment.put("PORTCULLIS_GATEWAY_HOST", "127.0.0.1");
    environment.put("PORTCULLIS_GATEWAY_PORT", "0");
    environment.put("PORTCULLIS_ADMIN_PORT", "0");
    environment.put("PORTCULLIS_BOOTSTRAP_TOKEN", TOKEN);
    environment.put("PORTCULLIS_ALLOWED_NETWORKS", "127.0.0.0/8,::1");
    environment.put("PORTCULLIS_DRAIN_TIMEOUT", "0.2s"); // for what a test has left behind
    environment.put("PORTCULLIS_SPOOL_DIR", "target/spools/" + UUID.randomUUID());
    environment.putAll(settings);
    return new Portcullis(
        Wiring.start(Settings.read(environment, null, Settings.Defaults.SERVE), role));
  }

  private static String url(DatabaseUrl database) {
    return "postgresql://%s:%s@%s:%d/%s?sslmode=%s"
        .formatted(
            database.user(),
            database.password(),
            database.host(),
            database.port(),
            database.database(),
            database.sslMode());
  }

  /** Looks again and again until {@code condition} holds; fails when it does not come to that. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not " + what + " within " + PATIENCE);
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(10));
    }
  }

  /** Calls the admin port with the set-up token. */
  public AdminClient admin() {
    return new AdminClient(URI.create("http://127.0.0.1:" + server.adminPort()), TOKEN);
  }

  public URI gateway() {
    return URI.create("http://127.0.0.1:" + server.gatewayPort());
  }

  public Server server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
