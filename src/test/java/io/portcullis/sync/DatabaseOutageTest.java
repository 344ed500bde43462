package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gateway and admin do while PostgreSQL is away, and once it is back. */
class DatabaseOutageTest {
  private static final String P = "/api/v1/projects/shop";

  @TempDir static Path directory;

  private OpenIdProvider provider;
  private RecordingBackend backend;
  private EmbeddedPostgres postgres;
  private Portcullis portcullis;
  private String token;

  @BeforeEach
  void start() {
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    postgres = EmbeddedPostgres.start(directory);
    portcullis = Portcullis.start(postgres.url());
    portcullis.admin().delete(P, "If-Match", "*");
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("alice", "user:alice@example.com")
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "required")
        .route("open", "*", "/open", "orders", "public");
    token = provider.token("web", "alice@example.com");
  }

  @AfterEach
  void stop() {
    portcullis.close();
    postgres.close();
    backend.close();
    provider.close();
  }

  private HttpResponse<String> call(String path) {
    return new AdminClient(portcullis.gateway(), token).get(path);
  }

  private static void execute(DatabaseUrl url, String sql) {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void withoutALeaseOnlyPublicRoutesGoOnAndEverythingRecoversByItself() {
    assertThat(call("/").statusCode()).isEqualTo(200);

    postgres.close();
    Portcullis.await("stale", () -> call("/").statusCode() == 503);
    HttpResponse<String> stale = call("/");
    assertThat(new JsonObject(stale.body()).getString("reason")).isEqualTo("policy_stale");
    assertThat(stale.headers().firstValue("Retry-After")).isPresent();
    assertThat(call("/open").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = portcullis.admin().get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("policy", "database");
    HttpResponse<String> refused = portcullis.admin().get(P);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("store_unavailable");

    postgres = EmbeddedPostgres.start(directory);
    execute(
        postgres.url(),
        "UPDATE client SET state = 'disabled' WHERE project_id = 'shop' AND id = 'web'");
    Portcullis.await("aware of what it missed", () -> call("/").statusCode() == 401);

    Portcullis.await("ready", () -> portcullis.admin().get("/readyz").statusCode() == 200);
    portcullis.admin().change(P + "/clients/web", new JsonObject().put("state", "enabled"));
    assertThat(call("/").statusCode()).isEqualTo(200);
  }

  @Test
  void aDatabaseThatHangsIsTheSameAsOneThatIsGone() throws Exception {
    signalPostgres("STOP");
    try {
      Portcullis.await("stale", () -> call("/").statusCode() == 503);
      assertThat(call("/open").statusCode()).isEqualTo(200);
    } finally {
      signalPostgres("CONT");
    }
    Portcullis.await("decided again", () -> call("/").statusCode() == 200);
  }

  @Test
  void anAdminCallKeepsItsBoundWhileTheDatabaseHangs() throws Exception {
    addReplicaThatNeverAnswers();
    long before = head();
    long started = System.nanoTime();
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () ->
                portcullis
                    .admin()
                    .patch(
                        P + "/clients/web?wait=1.5",
                        new JsonObject().put("state", "disabled"),
                        "If-Match",
                        "*"));
    try {
      Portcullis.await("committed", () -> head() > before);
      signalPostgres("STOP");
      HttpResponse<String> unconfirmed = answer.get(10, TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - started);

      assertThat(unconfirmed.statusCode()).isEqualTo(202);
      assertThat(unconfirmed.body()).contains("silent");
      assertThat(took).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
    } finally {
      signalPostgres("CONT");
      execute(postgres.url(), "DELETE FROM gateway_replica WHERE name = 'silent'");
    }
  }

  /** With a lease of 15 minutes, so that every change waits for it as long as it may. */
  private void addReplicaThatNeverAnswers() {
    execute(
        postgres.url(),
        "INSERT INTO gateway_replica (incarnation, name, version, lease_ms, applied_rev)"
            + " VALUES (gen_random_uuid(), 'silent', 'test', 900000, 0)");
  }

  private long head() {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.url().jdbcUrl(), postgres.url().user(), postgres.url().password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT rev FROM policy_head")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void rejectionsMadeMeanwhileAreKept() {
    postgres.close();
    Portcullis.await("stale", () -> call("/").statusCode() == 503);
    String id = call("/").headers().firstValue("X-Request-Id").orElseThrow();

    postgres = EmbeddedPostgres.start(directory);

    String list = "/api/v1/rejections?filter=requestId==" + id;
    Portcullis.await("kept", () -> portcullis.admin().get(list).body().contains(id));
  }

  /** The whole process group: server, writers and back ends. */
  private static void signalPostgres(String signal) throws IOException, InterruptedException {
    long pid =
        Long.parseLong(
            Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    for (ProcessHandle process :
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }
  }
}
