package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.EventStream;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rejections as they come, to whoever follows them. */
@ExtendWith(PostgresExtension.class)
class LiveTailApiTest {
  private static final String ALL = "/api/v1/rejections/stream";
  private static final String OWN = "/api/v1/projects/own/rejections/stream";

  private static DatabaseUrl database;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl url) {
    database = url;
    portcullis = Portcullis.start(url);
    admin = portcullis.admin();
    sql = new Sql(url);
    admin.create("/api/v1/projects/own", Samples.project("own"));
    admin.create("/api/v1/projects/foreign", Samples.project("foreign"));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  /** The statement that a gateway's batch would come to. */
  private static String insert(String project, String... requestIds) {
    List<String> rows = new ArrayList<>();
    for (String id : requestIds) {
      rows.add(
          "('%s', 1, now(), '%s', 1, '%s', 'token_missing', 401, 'GET', 'h', '/%s', false, '192.0.2.1', '')"
              .formatted(UUID.randomUUID(), id, project, id));
    }
    return """
        INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, reason, status, method, host,
                               path, verified, source_address, detail)
        VALUES
        """
        + String.join(", ", rows);
  }

  @Test
  void aRejectionComesToWhoeverFollows() {
    try (EventStream all =
        EventStream.open(admin, ALL + "?filter=reason==route_not_found;path==/follow*")) {
      String id =
          new AdminClient(portcullis.gateway(), "")
              .get("/follow-me?secret=1")
              .headers()
              .firstValue("X-Request-Id")
              .orElseThrow();

      JsonObject event = all.next();

      assertThat(event.getString("requestId")).isEqualTo(id);
      assertThat(event)
          .isEqualTo(
              json(admin.get("/api/v1/rejections?filter=requestId==" + id))
                  .getJsonArray("items")
                  .getJsonObject(0));
    }
  }

  @Test
  void aTransactionThatEndsLateIsNotMissedAndNothingComesTwice() throws SQLException {
    try (EventStream stream = EventStream.open(admin, OWN + "?filter=requestId==order-*");
        Connection late = sql.open()) {
      late.setAutoCommit(false);
      late.createStatement().execute(insert("own", "order-late"));
      sql.run(insert("own", "order-early"));
      awaitLook();
      late.commit();
      sql.run(insert("own", "order-last"));

      assertThat(stream.nextIds(3)).containsExactly("order-late", "order-early", "order-last");
    }
  }

  /** Until the server has looked for news once more than it has now. */
  private static void awaitLook() throws SQLException {
    String now = sql.rows("SELECT clock_timestamp()").get(0).get(0);
    Portcullis.await(
        "looked",
        () -> {
          try {
            return sql.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query LIKE '%has_news%' AND pid <> pg_backend_pid() AND state = 'idle'"
                        + " AND query_start > '"
                        + now
                        + "'")
                > 0;
          } catch (SQLException failure) {
            throw new IllegalStateException(failure);
          }
        });
  }

  @Test
  void whoeverComesBackGoesOnWhereTheyWereAtAnyAdminProcess() throws SQLException {
    String[] ids = IntStream.rangeClosed(1, 250).mapToObj(n -> "back-" + n).toArray(String[]::new);
    String path = OWN + "?filter=requestId==back-*";
    List<String> seen = new ArrayList<>();
    String lastId;
    try (EventStream first = EventStream.open(admin, path)) {
      sql.run(insert("own", ids));
      seen.addAll(first.nextIds(120));
      lastId = first.lastId();
    }
    sql.run(insert("foreign", "back-foreign"), insert("own", "back-meanwhile"));
    try (Portcullis other = Portcullis.start(database, Map.of(), Role.ADMIN);
        EventStream again = EventStream.open(other.admin(), path, "Last-Event-ID", lastId)) {
      seen.addAll(again.nextIds(131));
      sql.run(insert("own", "back-end"));
      assertThat(again.nextIds(1)).containsExactly("back-end");
    }
    assertThat(seen).hasSize(251).doesNotHaveDuplicates().contains(ids).contains("back-meanwhile");
  }

  @Test
  void aCallerSeesTheirOwnProjectsAlone() throws SQLException {
    AdminClient viewer = ApiTokens.client(admin, "viewer", "own");

    assertThat(viewer.get(ALL).statusCode()).isEqualTo(403);
    assertThat(viewer.get("/api/v1/projects/foreign/rejections/stream").statusCode())
        .isEqualTo(404);
    try (EventStream stream =
        EventStream.open(viewer, OWN + "?filter=requestId==mine-*,project==foreign")) {
      sql.run(insert("foreign", "mine-not"), insert("own", "mine-1"));
      sql.run(insert("own", "mine-2"));
      assertThat(stream.nextIds(2)).containsExactly("mine-1", "mine-2");
    }
  }

  @Test
  void aStreamEndsWithWhatOpenedIt() {
    JsonObject token = ApiTokens.make(admin, "viewer", "own");
    AdminClient viewer = new AdminClient(admin.address(), token.getString("token"));
    AdminClient other = ApiTokens.client(admin, "viewer", "own");
    try (EventStream stream = EventStream.open(viewer, OWN);
        EventStream goesOn = EventStream.open(other, OWN + "?filter=requestId==goes-on");
        EventStream session =
            EventStream.open(new AdminClient(admin.address(), ""), OWN, "Cookie", session())) {
      assertThat(admin.delete(ApiTokens.PATH + "/" + token.getString("id")).statusCode())
          .isEqualTo(204);
      stream.awaitEnd();
      sql.run("DELETE FROM operator_session");
      session.awaitEnd();
      sql.run(insert("own", "goes-on"));
      assertThat(goesOn.nextIds(1)).containsExactly("goes-on");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    assertThat(viewer.get(OWN).statusCode()).isEqualTo(401);
  }

  private static String session() {
    return admin
        .post("/api/v1/session")
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .split(";", 2)[0];
  }

  @Test
  void aSlowReaderGetsEverythingLater() throws SQLException {
    int count = 4000;
    String path = OWN + "?filter=requestId==slow-*";
    try (EventStream slow = EventStream.open(admin, path);
        EventStream fast = EventStream.open(admin, path)) {
      sql.run(
          """
          INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, reason, status, method, host,
                                 path, verified, source_address, detail)
          SELECT '%s', n, now(), 'slow-' || n, 1, 'own', 'token_missing', 401, 'GET', 'h', '/', false, '192.0.2.1',
                 repeat('x', 4000)
            FROM generate_series(1, %d) n
          """
              .formatted(UUID.randomUUID(), count));
      List<String> quickly = fast.nextIds(count);

      assertThat(quickly).startsWith("slow-1", "slow-2").endsWith("slow-" + count);
      assertThat(slow.nextIds(count)).isEqualTo(quickly);
    }
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    for (String id :
        List.of("yesterday", "1.2.3", Long.MAX_VALUE + "." + UUID.randomUUID() + ".1")) {
      assertThat(admin.get(OWN, "Last-Event-ID", id).statusCode()).as(id).isEqualTo(400);
    }
    assertThat(admin.get(OWN + "?filter=colour==red").statusCode()).isEqualTo(400);
  }

  @Test
  void oneCallerCannotTakeAllStreams() {
    AdminClient greedy = ApiTokens.client(admin, "viewer", "own");
    List<EventStream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        streams.add(EventStream.open(greedy, OWN));
      }
      assertThat(greedy.get(OWN).statusCode()).isEqualTo(429);
      EventStream.open(ApiTokens.client(admin, "viewer", "own"), OWN).close();
    } finally {
      streams.forEach(EventStream::close);
    }
    Portcullis.await(
        "free again",
        () -> {
          int status = greedy.get(OWN).statusCode();
          return status == 200;
        });
  }
}
