package io.portcullis.cli;

import io.portcullis.Role;
import io.portcullis.Server;
import io.portcullis.Wiring;
import io.portcullis.settings.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code portcullis serve}. */
@Command(name = "serve", description = "Runs the gateway and the admin API.")
final class ServeCommand implements Callable<Integer> {
  /** What {@code --only} takes. */
  enum Only {
    gateway,
    admin
  }

  @Option(names = "--only", description = "Run only one of them: ${COMPLETION-CANDIDATES}.")
  @Nullable Only only;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings =
        Settings.read(System.getenv(), PortcullisCommand.settingsFile(), Settings.Defaults.SERVE);
    Server server = Wiring.start(settings, role());
    if (server.gatewayPort() != 0) {
      System.out.println(line("Gateway", settings.gateway().host(), server.gatewayPort()));
    }
    System.out.println(line("Admin", settings.admin().host(), server.adminPort()));
    untilStopped(server);
    return 0;
  }

  /** Printed whole: a script that reads along must not see half an address. */
  private static String line(String name, String host, int port) {
    return "%-8s http://%s:%d".formatted(name, host, port);
  }

  private Role role() {
    if (only == null) {
      return Role.BOTH;
    }
    return only == Only.gateway ? Role.GATEWAY : Role.ADMIN;
  }

  /** Waits for SIGTERM or SIGINT, and then for an orderly end. */
  static void untilStopped(AutoCloseable server) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                  } catch (Exception failure) {
                    System.err.println("portcullis: " + failure.getMessage());
                  } finally {
                    closed.countDown();
                  }
                }));
    closed.await();
  }
}
