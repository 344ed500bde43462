package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Counts, export and e-mails of the audit log. */
@ExtendWith(PostgresExtension.class)
class RejectionsApiTest {
  private static final String PROJECT = "/api/v1/projects/shop";
  private static final String REJECTIONS = PROJECT + "/rejections";
  private static final int ROWS = 1234;

  @TempDir private static Path spool;

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static RecordingBackend backend;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) throws SQLException {
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_SPOOL_DIR", spool.toString()), Role.BOTH);
    admin = portcullis.admin();
    sql = new Sql(database);
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "required");
    admin.change(PROJECT, new JsonObject().put("rejectionRetentionDays", 3650));
    sql.run(
        """
        INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, route, reason, status, method,
                               host, path, verified, client, issuer, subject, source_address, user_agent, detail)
        SELECT '00000000-0000-0000-0000-000000000001', n, '2026-03-01 10:00Z'::timestamptz + n * interval '1 second',
               'request-' || n, 1, 'shop', 'all', CASE WHEN n %% 2 = 0 THEN 'token_missing' ELSE 'token_expired' END,
               401, 'GET', 'h', '/' || n, true, 'web', 'https://i', 'user-' || n %% 60, '192.0.2.1',
               '=cmd|'' /C calc''!A0,"x"', '@sum(1)'
          FROM generate_series(1, %d) n
        """
            .formatted(ROWS),
        """
        INSERT INTO rejection_fold (replica, seq, minute, project_id, route, reason, client, network, rejections)
        VALUES ('00000000-0000-0000-0000-000000000001', 1, '2026-03-01 10:05Z', 'shop', 'all', 'token_missing', NULL,
                '192.0.2.0/24', 100000)
        """);
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
  }

  private static JsonObject summary(String query) {
    HttpResponse<String> answer =
        admin.get(
            REJECTIONS + "/summary?from=2026-03-01T10:00:00Z&to=2026-03-01T12:00:00Z" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static long sum(JsonObject summary, String field) {
    return summary.getJsonArray("items").stream()
        .mapToLong(item -> ((JsonObject) item).getLong(field))
        .sum();
  }

  @Test
  void aSummaryCountsRowsAndWhatIsFoldedExactly() {
    for (String by : List.of("reason", "client", "route", "user")) {
      for (String bucket : List.of("minute", "hour", "day")) {
        JsonObject summary = summary("&by=" + by + "&bucket=" + bucket);
        assertThat(summary.getLong("rejections")).isEqualTo(ROWS + 100_000);
        assertThat(summary.getLong("folded")).isEqualTo(100_000);
        assertThat(sum(summary, "rejections")).isEqualTo(ROWS + 100_000);
      }
    }
    JsonObject missing = summary("&by=reason").getJsonArray("items").getJsonObject(1);
    assertThat(missing.encode())
        .isEqualTo(
            new JsonObject()
                .put("time", "2026-03-01T10:00:00Z")
                .put("key", "token_missing")
                .put("rejections", ROWS / 2 + 100_000)
                .put("folded", 100_000)
                .encode());
    assertThat(summary("&by=user").getJsonArray("items").encode()).contains("\"other\":true");
  }

  @Test
  void hoursAndMinutesOfATimeThatBeginsWithinAnHourCountTheSame() {
    String span = "/summary?from=2026-03-01T10:07:00Z&to=2026-03-01T12:00:00Z&bucket=";
    JsonObject hours = json(admin.get(REJECTIONS + span + "hour"));
    JsonObject minutes = json(admin.get(REJECTIONS + span + "minute"));
    assertThat(hours.getLong("rejections")).isEqualTo(ROWS - 7 * 60 + 1);
    assertThat(minutes.getLong("rejections")).isEqualTo(ROWS - 7 * 60 + 1);
  }

  @Test
  void aTextIsLookedForInAPartOfTheLogAtATimeAndFoundInTheEnd() throws SQLException {
    sql.run(
        """
        INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, reason, status, method,
                               host, path, verified, source_address, detail)
        SELECT '00000000-0000-0000-0000-000000000002', n, '2025-01-01Z'::timestamptz - n * interval '1 second',
               'vast-' || n, 1, 'shop', 'token_missing', 401, 'GET', 'h',
               CASE WHEN n IN (3, 50003) THEN '/needle' ELSE '/hay' END, false, '192.0.2.1', ''
          FROM generate_series(1, 50003) n
        """);
    String list = REJECTIONS + "?filter=time=lt=2025-06-01T00:00:00Z;path=='*needle*'";
    JsonObject first = json(admin.get(list));
    JsonObject second = json(admin.get(list + "&pageToken=" + first.getString("nextPageToken")));

    assertThat(ids(first)).containsExactly("vast-3");
    assertThat(ids(second)).containsExactly("vast-50003");
    assertThat(second.containsKey("nextPageToken")).isFalse();
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("requestId"))
        .toList();
  }

  @Test
  void aSummaryOfTooManyBucketsIsRefused() {
    assertThat(
            admin.get(REJECTIONS + "/summary?from=2020-01-01T00:00:00Z&bucket=minute").statusCode())
        .isEqualTo(400);
    assertThat(admin.get(REJECTIONS + "/summary?from=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void anExportHoldsEveryRowThatFitsTheFilter() {
    HttpResponse<String> answer =
        admin.get(
            REJECTIONS
                + "/export?format=ndjson&filter=reason==token_missing;client==web;time=lt=2026-04-01T00:00:00Z");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Set<String> ids = new HashSet<>();
    answer.body().lines().forEach(line -> ids.add(new JsonObject(line).getString("requestId")));
    assertThat(ids).hasSize(ROWS / 2);
    assertThat(answer.body().lines().count()).isEqualTo(ROWS / 2);
  }

  @Test
  void aSpreadsheetFindsNoFormulaInAnExport() {
    HttpResponse<String> answer = admin.get(REJECTIONS + "/export?filter=requestId==request-7");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv");
    assertThat(answer.body().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"'=cmd|' /C calc'!A0,\"\"x\"\"\"")
        .contains("'@sum(1)");
  }

  @Test
  void aProjectThatHashesEmailsKeepsNoneOnDiskOrInPostgres() throws Exception {
    admin.change(PROJECT, new JsonObject().put("rejectionEmails", "hashed"));
    for (String email : List.of("canary@example.com", "Canary@Example.com")) {
      String token = provider.token("web", email);
      assertThat(new AdminClient(portcullis.gateway(), token).get("/canary").statusCode())
          .isEqualTo(403);
      assertThat(filesHolding(token.substring(token.lastIndexOf('.') + 1))).isZero();
    }
    Portcullis.await(
        "kept", () -> number("SELECT count(*) FROM rejection WHERE path = '/canary'") == 2);

    assertThat(sql.rows("SELECT DISTINCT left(email, 12) FROM rejection WHERE path = '/canary'"))
        .containsExactly(List.of("hmac-sha256:"));
    assertThat(filesHolding("/canary")).isPositive();
    assertThat(filesHolding("anary@")).isZero();
    assertThat(admin.get(PROJECT).body()).doesNotContain("Key");
    assertThat(admin.get("/api/v1/changes").body()).doesNotContain("EmailKey");
  }

  private static long number(String query) {
    try {
      return sql.number(query);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long filesHolding(String text) throws IOException {
    try (Stream<Path> files = Files.walk(spool)) {
      long holding = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        holding += new String(Files.readAllBytes(file), ISO_8859_1).contains(text) ? 1 : 0;
      }
      return holding;
    }
  }
}
