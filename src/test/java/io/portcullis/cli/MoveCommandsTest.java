package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.StoreException;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.EmptyDatabase;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An installation with the embedded server moves to a PostgreSQL of its own. */
@EmptyDatabase
@ExtendWith(PostgresExtension.class)
class MoveCommandsTest {
  private static final String CONFIG = "/api/v1/projects/shop/config";
  private static final String REJECTED = "/api/v1/rejections/of-before";

  @TempDir Path directory;

  @Test
  void everythingMovesAndNobodyIsAdmittedBeforeAnOperatorAcceptsIt(DatabaseUrl own)
      throws Exception {
    Path file = directory.resolve("portcullis.dump");
    String config;
    String token;
    try (OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start()) {
      token = provider.token("web", "alice@example.com");
      String revoked = provider.token("old", "alice@example.com");
      try (EmbeddedPostgres embedded = EmbeddedPostgres.start(directory.resolve("data"))) {
        try (Portcullis portcullis = Portcullis.start(embedded.url())) {
          AdminClient admin = portcullis.admin();
          new Sample(admin)
              .project("shop")
              .issuer("accounts", provider.asItem())
              .client("web", "accounts")
              .client("old", "accounts")
              .backend("orders", backend.asItem())
              .grant("all", "allAuthenticatedUsers")
              .route("all", "*", "/", "orders", "required");
          admin.change(
              "/api/v1/projects/shop/clients/old", new JsonObject().put("state", "revoked"));
          admin.create(
              "/api/v1/operators/ann",
              new JsonObject().put("email", "ann@example.com").put("role", "editor"));
          AdminClient caller = new AdminClient(portcullis.gateway(), revoked);
          assertThat(caller.get("/", "X-Request-Id", "of-before").statusCode()).isEqualTo(401);
          Portcullis.await("recorded", () -> admin.get(REJECTED).statusCode() == 200);
          config = admin.get(CONFIG).body();
        }
        leaveRowsOfAKilledGateway(embedded.url());
        MoveCommands.dump(embedded.url(), file);
        assertThatThrownBy(() -> MoveCommands.restore(embedded.url(), file))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("in use already");
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");

      MoveCommands.restore(own, file);

      try (Portcullis portcullis = Portcullis.startUnready(own, Map.of(), Role.BOTH)) {
        AdminClient admin = portcullis.admin();
        AdminClient caller = new AdminClient(portcullis.gateway(), token);
        Portcullis.await("loaded", () -> caller.get("/").statusCode() == 503);
        assertThat(admin.post("/api/v1/replicas/accept-policy").statusCode()).isEqualTo(200);
        Portcullis.await("accepted", () -> caller.get("/").statusCode() == 200);

        assertThat(new AdminClient(portcullis.gateway(), revoked).get("/").statusCode())
            .isEqualTo(401);
        assertThat(admin.get(CONFIG).body()).isEqualTo(config);
        assertThat(admin.get("/api/v1/operators/ann").statusCode()).isEqualTo(200);
        assertThat(new JsonObject(admin.get(REJECTED).body()).encode()).contains("client_revoked");
        JsonObject verified = new JsonObject(admin.get("/api/v1/changes/verification").body());
        assertThat(verified.getBoolean("intact")).as(verified.encode()).isTrue();
        assertThat(admin.delete("/api/v1/operators/ann", "If-Match", "*").statusCode())
            .isEqualTo(204);
        assertThat(
                admin
                    .change(
                        "/api/v1/projects/shop/clients/web", new JsonObject().put("name", "After"))
                    .statusCode())
            .isEqualTo(200);
      }
    }
    Sql sql = new Sql(own);
    assertThat(sql.number("SELECT count(*) FROM ONLY rejection_default")).isZero();
    assertThat(
            sql.number(
                "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal"))
        .isZero();
  }

  private static void leaveRowsOfAKilledGateway(DatabaseUrl url) throws SQLException {
    Sql sql = new Sql(url);
    sql.run(
        "INSERT INTO gateway_replica (incarnation, name, version, lease_ms, applied_rev)"
            + " VALUES ('00000000-0000-4000-8000-000000000001', 'killed', '0', 2400, 1)");
    sql.run(
        "INSERT INTO gateway_keys (incarnation, source, kept, refresh_at, tried_at, failures, problem)"
            + " SELECT incarnation, 'https://issuer.example/keys', false, now(), now(), 1, 'down'"
            + " FROM gateway_replica WHERE name = 'killed'");
  }

  @Test
  void whatIsNoDumpIsRefusedAndAFileIsNeverOverwritten() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "notes");

    assertThatThrownBy(() -> MoveCommands.dump(nowhere(), file))
        .isInstanceOf(CallException.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasContent("notes");
    Path other = directory.resolve("other.dump");
    assertThatThrownBy(() -> MoveCommands.dump(nowhere(), other))
        .isInstanceOf(StoreException.class);
    assertThat(other).doesNotExist();
  }

  private static DatabaseUrl nowhere() {
    return DatabaseUrl.parse("postgresql://nobody:secret@127.0.0.1:1/nothing");
  }
}
