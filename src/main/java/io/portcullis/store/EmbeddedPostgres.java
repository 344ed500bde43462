package io.portcullis.store;

import io.portcullis.settings.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, for trying Portcullis out and for tests: real binaries, data that
 * survives, one process beside ours. Whatever happens to ours, the next start finds its data, and a
 * server that was left behind is taken over. Every method blocks; never call one on an event loop.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int ANY_PORT = 0;
  private static final String USER = "portcullis";

  private final Path directory;
  private final Path binaries;
  private final DirectoryLock lock;
  private final List<String> options;
  private Postmaster postmaster;
  private volatile boolean isClosing;

  private EmbeddedPostgres(Path directory, Path binaries, DirectoryLock lock, List<String> options)
      throws IOException {
    this.directory = directory;
    this.binaries = binaries;
    this.lock = lock;
    this.options = options;
    this.postmaster = adoptOrLaunch(ANY_PORT);
    watch(postmaster);
  }

  /**
   * Starts the server whose data is in {@code dataDirectory}, or takes over the one that runs on
   * it.
   *
   * @throws EmbeddedPostgresException when it cannot run here, or another process uses its data
   */
  public static EmbeddedPostgres start(Path dataDirectory) {
    return start(dataDirectory, List.of());
  }

  static EmbeddedPostgres start(Path dataDirectory, List<String> options) {
    Path directory = dataDirectory.toAbsolutePath();
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      DirectoryLock lock = DirectoryLock.take(directory);
      try {
        return new EmbeddedPostgres(
            directory, PostgresBinaries.unpackInto(directory), lock, options);
      } catch (IOException | RuntimeException failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "the embedded PostgreSQL cannot start in " + directory, failure);
    }
  }

  /** How to reach it. */
  public DatabaseUrl url() {
    return url(postmaster.port());
  }

  private DatabaseUrl url(int port) {
    return new DatabaseUrl("127.0.0.1", port, "portcullis", USER, password(), "disable");
  }

  private Path data() {
    return directory.resolve("postgres");
  }

  private Path log() {
    return directory.resolve("postgres.log");
  }

  private String password() {
    try {
      return Files.readString(directory.resolve("password")).strip();
    } catch (IOException failure) {
      throw new EmbeddedPostgresException("the password file cannot be read", failure);
    }
  }

  private Postmaster adoptOrLaunch(int port) throws IOException {
    if (!Files.exists(data())) {
      initialise();
    }
    Optional<Postmaster> running = Postmaster.of(data());
    if (running.isPresent()) {
      LOG.info("Taking over the PostgreSQL that runs as process {}", running.get().process().pid());
      return awaitReady(running.get().process());
    }
    Files.deleteIfExists(data().resolve("postmaster.pid")); // of a process that is gone
    return launch(port == ANY_PORT ? freePort() : port);
  }

  private void initialise() throws IOException {
    Path password = directory.resolve("password");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, HexFormat.of().formatHex(random));
    Path half = Files.createTempDirectory(directory, "initialising-");
    UnixCommands.run(
        UnixCommands.join(
            UnixCommands.unprivileged(),
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + half,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums")),
        log());
    Files.move(half, data()); // whole or not at all
  }

  private Postmaster launch(int port) throws IOException {
    List<String> command = new ArrayList<>(UnixCommands.unprivileged());
    command.addAll(UnixCommands.detached());
    command.addAll(
        List.of(
            binaries.resolve("bin/postgres").toString(),
            "-D",
            data().toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=300"));
    options.forEach(option -> command.addAll(List.of("-c", option)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    return awaitReady(process.toHandle());
  }

  /** The port of last time if it is free, so that what was told of it stays true. */
  private int freePort() throws IOException {
    Path file = directory.resolve("port");
    int last = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    int port = tryPort(last);
    Files.writeString(file, Integer.toString(port));
    return port;
  }

  private static int tryPort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      if (wanted == 0) {
        throw taken;
      }
      return tryPort(0);
    }
  }

  private Postmaster awaitReady(ProcessHandle process) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0 && process.isAlive()) {
      Optional<Postmaster> running = Postmaster.of(data());
      if (running.isPresent() && running.get().isReady()) {
        createDatabase(running.get().port());
        return running.get();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    process.destroy();
    throw new EmbeddedPostgresException(
        "PostgreSQL does not start: " + String.join(" | ", lastLines()));
  }

  private List<String> lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return lines.subList(Math.max(0, lines.size() - 5), lines.size());
  }

  private void createDatabase(int port) {
    DatabaseUrl url = url(port).withDatabase("postgres");
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        ResultSet found =
            connection
                .createStatement()
                .executeQuery("SELECT 1 FROM pg_database WHERE datname = 'portcullis'")) {
      if (!found.next()) {
        connection.createStatement().execute("CREATE DATABASE portcullis");
      }
    } catch (SQLException failure) {
      throw new EmbeddedPostgresException("the database cannot be created", failure);
    }
  }

  /** A server that dies is started again: the gateway denies meanwhile and then goes on. */
  private void watch(Postmaster watched) {
    CompletableFuture<?> unused =
        watched
            .process()
            .onExit()
            .whenComplete(
                (process, failure) -> {
                  if (!isClosing) {
                    LOG.warn("PostgreSQL has died; starting it again");
                    restart();
                  }
                });
  }

  private synchronized void restart() {
    while (!isClosing) {
      try {
        postmaster = adoptOrLaunch(postmaster.port()); // which everybody was told
        watch(postmaster);
        return;
      } catch (IOException | EmbeddedPostgresException failure) {
        LOG.error("PostgreSQL cannot be started again, trying on: {}", failure.getMessage());
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }
  }

  /** Stops the server; its data stays. */
  @Override
  public void close() {
    isClosing = true;
    synchronized (this) {
      ProcessHandle process = postmaster.process();
      postmaster.interrupt();
      try {
        process.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        lock.close();
      } catch (InterruptedException failure) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException | IOException failure) {
        LOG.warn("PostgreSQL did not stop: {}", failure.toString());
      }
    }
  }

  /** The process of the server, for tests that kill it. */
  long pid() {
    return postmaster.process().pid();
  }
}
