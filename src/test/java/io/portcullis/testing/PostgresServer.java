package io.portcullis.testing;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL that lives as long as the tests of one JVM. */
final class PostgresServer implements AutoCloseable {
  private static final String IMAGE = "postgres:18";
  private static final long ROOM = 4L << 30;

  private final AtomicInteger databases = new AtomicInteger();
  private final DatabaseUrl url;
  private final Runnable stop;
  private String migrated;

  private PostgresServer(DatabaseUrl url, Runnable stop) {
    this.url = url;
    this.stop = stop;
  }

  static PostgresServer start() {
    String wanted = System.getProperty("portcullis.db", "auto");
    return switch (wanted) {
      case "docker" -> docker();
      case "embedded" -> embedded();
      case "auto" -> hasDocker() ? docker() : embedded();
      default -> throw new IllegalArgumentException("portcullis.db is auto, docker or embedded");
    };
  }

  private static boolean hasDocker() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException | LinkageError failure) {
      return false;
    }
  }

  @SuppressWarnings("resource") // closed by close()
  private static PostgresServer docker() {
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
    container.start();
    DatabaseUrl url =
        new DatabaseUrl(
            container.getHost(),
            container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            container.getDatabaseName(),
            container.getUsername(),
            container.getPassword(),
            "disable");
    return new PostgresServer(url, container::stop);
  }

  private static PostgresServer embedded() {
    try {
      Path directory = Files.createTempDirectory(room(), "postgres-");
      EmbeddedPostgres server = EmbeddedPostgres.start(directory);
      return new PostgresServer(
          server.url(),
          () -> {
            server.close();
            delete(directory);
          });
    } catch (IOException failure) {
      throw new IllegalStateException("no room for a PostgreSQL under target", failure);
    }
  }

  /** In memory where there is room for it: what waits for a disk here tests nothing. */
  private static Path room() throws IOException {
    Path memory = Path.of("/dev/shm");
    if (Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > ROOM) {
      return memory;
    }
    return Files.createDirectories(Path.of("target"));
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException failure) {
      throw new IllegalStateException("cannot clean up " + directory, failure);
    }
  }

  /** An empty database. */
  DatabaseUrl createDatabase() {
    return createDatabase("template1");
  }

  /** A database with our tables, which are made once and copied. */
  synchronized DatabaseUrl createMigratedDatabase() {
    if (migrated == null) {
      DatabaseUrl first = createDatabase();
      Migrations.migrate(first);
      migrated = first.database();
    }
    return createDatabase(migrated);
  }

  private DatabaseUrl createDatabase(String template) {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection =
        DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password())) {
      connection
          .createStatement()
          .execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
    } catch (SQLException failure) {
      throw new IllegalStateException("cannot create a database", failure);
    }
    return url.withDatabase(name);
  }

  @Override
  public void close() {
    stop.run();
  }
}
