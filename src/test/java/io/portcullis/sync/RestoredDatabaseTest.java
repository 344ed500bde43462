package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the database comes back without changes that were confirmed. */
class RestoredDatabaseTest {
  private static final String CLIENT = "/api/v1/projects/shop/clients/web";

  @TempDir Path directory;

  @Test
  void nobodyIsAdmittedByAPolicyThatForgotARevocationUntilAnOperatorAcceptsIt() throws Exception {
    try (OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start()) {
      String token = provider.token("web", "alice@example.com");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
          Portcullis portcullis = Portcullis.start(postgres.url())) {
        new Sample(portcullis.admin())
            .project("shop")
            .issuer("accounts", provider.asItem())
            .client("web", "accounts")
            .grant("alice", "user:alice@example.com")
            .backend("orders", backend.asItem())
            .route("all", "*", "/", "orders", "required")
            .route("open", "*", "/open", "orders", "public");
        assertThat(call(portcullis, token, "/").statusCode()).isEqualTo(200);
      }
      copy(directory.resolve("postgres"), directory.resolve("backup"));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
          Portcullis portcullis = Portcullis.start(postgres.url())) {
        HttpResponse<String> revoked =
            portcullis.admin().change(CLIENT, new JsonObject().put("state", "revoked"));
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(revoked.headers().firstValue("Portcullis-Durability")).hasValue("local");
        assertThat(call(portcullis, token, "/").statusCode()).isEqualTo(401);
      }
      restore();
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
          Portcullis portcullis = Portcullis.startUnready(postgres.url(), Map.of(), Role.BOTH)) {
        Portcullis.await(
            "policy loaded", () -> call(portcullis, token, "/open").statusCode() == 200);
        HttpResponse<String> stale = call(portcullis, token, "/");
        assertThat(stale.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(stale.body()).getString("reason")).isEqualTo("policy_stale");
        JsonObject replicas = new JsonObject(portcullis.admin().get("/api/v1/replicas").body());
        assertThat(replicas.getBoolean("policyAccepted")).isFalse();
        assertThat(replicas.getString("durability")).isEqualTo("local");

        assertThat(
                portcullis
                    .admin()
                    .change(CLIENT, new JsonObject().put("state", "revoked"))
                    .statusCode())
            .isEqualTo(200);
        JsonObject accepted =
            new JsonObject(
                portcullis
                    .admin()
                    .post("/api/v1/replicas/accept-policy", "X-Request-Id", "accepting")
                    .body());
        assertThat(accepted.getBoolean("policyAccepted")).isTrue();
        portcullis.admin().post("/api/v1/replicas/accept-policy"); // nothing is left to accept
        assertAcceptedOnce(portcullis.admin());
        Portcullis.await("deciding", () -> call(portcullis, token, "/").statusCode() != 503);
        assertThat(new JsonObject(call(portcullis, token, "/").body()).getString("reason"))
            .isEqualTo("client_revoked");
      }
    }
  }

  private static void assertAcceptedOnce(AdminClient admin) {
    JsonArray acts =
        new JsonObject(admin.get("/api/v1/changes?filter=action==accept").body())
            .getJsonArray("items");
    assertThat(acts).hasSize(1);
    JsonObject act = acts.getJsonObject(0);
    assertThat(act.getString("actor")).isEqualTo("set-up token");
    assertThat(act.getString("requestId")).isEqualTo("accepting");
    assertThat(act.getString("resource")).isEqualTo("policy");
    assertThat(act.containsKey("project")).isFalse();
    String timeline = act.getJsonObject("before").getString("place");
    assertThat(timeline).endsWith("/00000001");
    assertThat(act.getJsonObject("after").getString("place"))
        .isEqualTo(timeline.replace("/00000001", "/00000002"));
    assertThat(
            new JsonObject(admin.get("/api/v1/changes?filter=resource==client").body())
                .getJsonArray("items")
                .getJsonObject(0)
                .getLong("revision"))
        .isEqualTo(act.getLong("revision"));
  }

  private static HttpResponse<String> call(Portcullis portcullis, String token, String path) {
    return new AdminClient(portcullis.gateway(), token).get(path);
  }

  /** As an administrator restores a base backup: the server recovers and opens a new timeline. */
  private void restore() throws IOException {
    Path data = directory.resolve("postgres");
    Files.move(data, directory.resolve("lost"));
    copy(directory.resolve("backup"), data);
    Files.createFile(data.resolve("recovery.signal"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "\nrestore_command = 'false'\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    own(data);
  }

  private static void copy(Path from, Path to) throws IOException {
    run("cp", "-a", from.toString(), to.toString());
  }

  /** The server's user owns its data. */
  private void own(Path data) throws IOException {
    run("chown", "-R", "--reference=" + directory.resolve("lost"), data.toString());
  }

  private static void run(String... command) throws IOException {
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
