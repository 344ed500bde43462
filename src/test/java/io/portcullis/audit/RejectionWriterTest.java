package io.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Reason;
import io.portcullis.store.Database;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.Sql;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No rejection goes uncounted, however many come and whatever PostgreSQL does meanwhile. */
class RejectionWriterTest {
  private static final int FLOOD = 100_000;
  private static final String ROWS = "SELECT count(*) FROM rejection";
  private static final String FOLDED = "SELECT coalesce(sum(rejections), 0) FROM rejection_fold";

  @TempDir private static Path directory;

  private static EmbeddedPostgres postgres;
  private static Sql sql;
  private static Vertx vertx;
  private static Database database;

  private final AtomicLong recorded = new AtomicLong();
  private RejectionWriter writer;
  private String deployment;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(directory);
    Migrations.migrate(postgres.url());
    sql = new Sql(postgres.url());
    vertx = Vertx.vertx();
    database = new Database(vertx, postgres.url());
  }

  @AfterAll
  static void stopPostgres() {
    vertx.close().await();
    postgres.close();
  }

  @BeforeEach
  void start() throws SQLException {
    sql.run("TRUNCATE rejection, rejection_fold");
    writer = new RejectionWriter(database);
    deployment = vertx.deployVerticle(writer).await();
  }

  @AfterEach
  void stop() {
    vertx.undeploy(deployment).await();
  }

  private void record(String path) {
    writer.record(
        new Rejection(
            Instant.now(),
            "request-" + recorded.incrementAndGet(),
            new PolicyRevision(1),
            Reason.TOKEN_MISSING,
            "no token",
            "shop",
            "all",
            "GET",
            "shop.example.com",
            path,
            false,
            null,
            null,
            null,
            null,
            "192.0.2.1",
            null));
  }

  private void flood(int rejections) throws InterruptedException {
    Thread[] loops = new Thread[4];
    for (int i = 0; i < loops.length; i++) {
      loops[i] =
          new Thread(
              () -> {
                for (int n = 0; n < rejections / loops.length; n++) {
                  record("/orders");
                }
              });
      loops[i].start();
    }
    for (Thread loop : loops) {
      loop.join();
    }
  }

  private long kept() {
    try {
      return sql.number(ROWS) + sql.number(FOLDED);
    } catch (SQLException failure) {
      return -1; // it is away
    }
  }

  private void assertAllKept() throws SQLException {
    Portcullis.await("all kept", () -> kept() >= recorded.get());
    record("/last");
    Portcullis.await("the last kept", () -> kept() >= recorded.get());
    assertThat(kept()).isEqualTo(recorded.get());
    assertThat(sql.number("SELECT count(DISTINCT request_id) FROM rejection"))
        .isEqualTo(sql.number(ROWS));
  }

  @Test
  void aFloodIsKeptAsRowsAsFarAsTheQueueReachesAndCountedBeyond() throws Exception {
    flood(FLOOD);

    assertAllKept();
    assertThat(sql.number(ROWS)).isGreaterThan(1000);
    assertThat(sql.number(FOLDED)).isPositive();
    assertThat(sql.rows("SELECT DISTINCT project_id, route, reason FROM rejection_fold"))
        .containsExactly(List.of("shop", "all", "token_missing"));
  }

  @Test
  void aPostgresThatIsKilledMeanwhileLosesNoneAndDoublesNone() throws Exception {
    flood(FLOOD / 4);
    killPostgres();
    flood(FLOOD / 4);
    Portcullis.await("back", () -> kept() >= 0);
    flood(FLOOD / 4);
    killPostgres();
    flood(FLOOD / 4);

    assertAllKept();
  }

  private void killPostgres() throws Exception {
    String pid = Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip();
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aRejectionThatPostgresCannotHoldIsCountedAndHoldsUpNone() throws Exception {
    record("/before");
    writer.record(
        new Rejection(
            Instant.now(),
            "request-" + recorded.incrementAndGet(),
            new PolicyRevision(1),
            Reason.TOKEN_MISSING,
            "no token",
            null,
            null,
            "GET\0",
            "h",
            "/\0",
            false,
            null,
            null,
            null,
            null,
            "192.0.2.1",
            null));
    record("/after");

    assertAllKept();
  }
}
