package io.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.ChildJvm;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL of our own, and what may happen to it and to us. */
class EmbeddedPostgresTest {
  @TempDir Path directory;

  private static boolean answers(DatabaseUrl url) {
    try {
      return new Sql(url).number("SELECT 1") == 1;
    } catch (SQLException failure) {
      return false;
    }
  }

  @Test
  void dataAndAddressSurviveARestartAndNobodyElseCanReadThem() throws Exception {
    DatabaseUrl first;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      first = postgres.url();
      new Sql(first).run("CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");
    }
    assertThat(answers(first)).isFalse();

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      assertThat(postgres.url()).isEqualTo(first);
      assertThat(new Sql(postgres.url()).number("SELECT id FROM kept")).isEqualTo(7);
      assertThat(new Sql(postgres.url()).rows("SHOW fsync")).containsExactly(List.of("on"));
      DatabaseUrl wrong =
          new DatabaseUrl(
              first.host(), first.port(), first.database(), first.user(), "guess", "disable");
      assertThat(answers(wrong)).isFalse();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aServerThatIsKilledIsStartedAgainAtTheSameAddress() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      DatabaseUrl url = postgres.url();
      new Sql(url).run("CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");

      for (int i = 0; i < 2; i++) {
        long pid = postgres.pid();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Portcullis.await("started again", () -> postgres.pid() != pid && answers(url));
      }

      assertThat(new Sql(url).number("SELECT id FROM kept")).isEqualTo(7);
    }
  }

  @Test
  void aSecondProcessIsToldWhoHasTheDirectory() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("data"))) {
      try (ChildJvm second = ChildJvm.start(directory, Map.of(), "serve")) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err().lines())
            .singleElement()
            .asString()
            .startsWith("portcullis: another Portcullis uses the data directory")
            .contains("PORTCULLIS_DATA_DIR", "DATABASE_URL");
      }
      assertThat(answers(postgres.url())).isTrue();
    }
  }

  @Test
  void aServerWhoseProcessWasKilledIsTakenOverWithItsData() throws Exception {
    try (ChildJvm killed = ChildJvm.start(directory, Map.of(), "serve")) {
      AdminClient admin = killed.admin();
      admin.create("/api/v1/projects/shop", new JsonObject().put("displayName", "Shop"));
      killed.kill();
    }
    Optional<Postmaster> orphan = Postmaster.of(directory.resolve("data/postgres"));
    assertThat(orphan).isPresent();

    try (ChildJvm next = ChildJvm.start(directory, Map.of(), "serve")) {
      assertThat(next.admin().get("/api/v1/projects/shop").statusCode()).isEqualTo(200);
      assertThat(Postmaster.of(directory.resolve("data/postgres")))
          .hasValueSatisfying(
              server -> assertThat(server.process().pid()).isEqualTo(orphan.get().process().pid()));
    }
    assertThat(Postmaster.of(directory.resolve("data/postgres"))).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(file))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining(file.toString());
  }
}
