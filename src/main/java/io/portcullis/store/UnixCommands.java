package io.portcullis.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of PostgreSQL as a user that they accept. */
final class UnixCommands {
  private static final int SECONDS = 120;

  private UnixCommands() {}

  /**
   * What to put in front of a program that refuses to run as root: a user namespace of its own, in
   * which root is nobody, while the files on disk stay root's.
   */
  static List<String> unprivileged() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    if (!succeeds(List.of("unshare", "-U", "true"))) {
      throw new EmbeddedPostgresException(
          "PostgreSQL refuses to run as root, and this system does not let root drop its rights with"
              + " 'unshare -U': start Portcullis as another user, or set DATABASE_URL");
    }
    return List.of("unshare", "-U");
  }

  /** Keeps a terminal's Ctrl-C from the server: it is for Portcullis, which stops it in order. */
  static List<String> detached() {
    return succeeds(List.of("setsid", "true")) ? List.of("setsid") : List.of();
  }

  static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  static boolean succeeds(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException failure) {
      return false;
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs a command to its end, with all it says going to {@code log}. */
  static void run(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new EmbeddedPostgresException(
            "%s failed; its output is in %s".formatted(command, log));
      }
    } catch (InterruptedException failure) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while waiting for PostgreSQL");
    }
  }
}
