package io.portcullis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, which can be asked for its exit code, and killed. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code portcullis} in {@code directory}, on free ports where nothing else is said. */
  public static ChildJvm start(Path directory, Map<String, String> environment, String... command)
      throws IOException {
    Path out = Files.createTempFile(directory, "out", ".log");
    Path err = Files.createTempFile(directory, "err", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.portcullis.Main");
    builder.command().addAll(List.of(command));
    builder.environment().keySet().removeIf(key -> key.startsWith("PORTCULLIS_"));
    builder.environment().remove("DATABASE_URL");
    builder.environment().put("PORTCULLIS_GATEWAY_PORT", "0");
    builder.environment().put("PORTCULLIS_ADMIN_PORT", "0");
    builder.environment().put("PORTCULLIS_BOOTSTRAP_TOKEN", Portcullis.TOKEN);
    builder.environment().put("PORTCULLIS_DATA_DIR", directory.resolve("data").toString());
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new ChildJvm(process, out, err);
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; standard error: " + err());
    }
    return process.exitValue();
  }

  /** Waits until it listens, and gives a client of its admin port. */
  public AdminClient admin() {
    Pattern line = Pattern.compile("Admin +(http://\\S+)\\R"); // the whole line
    Portcullis.await("listening", () -> line.matcher(out()).find() || !process.isAlive());
    Matcher found = line.matcher(out());
    if (!found.find()) {
      throw new AssertionError("ended: " + err());
    }
    AdminClient admin = new AdminClient(URI.create(found.group(1)), Portcullis.TOKEN);
    Portcullis.await("ready", () -> admin.get("/readyz").statusCode() == 200);
    return admin;
  }

  /** Ends it as kill -9 does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends it a signal, such as STOP and CONT. */
  public void signal(String name) {
    signal(process.toHandle(), name);
  }

  /** Sends a process a signal; one that has gone gets none. */
  public static void signal(ProcessHandle process, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it as a service manager does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
