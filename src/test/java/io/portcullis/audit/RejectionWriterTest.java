package io.portcullis.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Reason;
import io.portcullis.store.Database;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import io.portcullis.store.RejectionStore;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.Sql;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
    writer = new RejectionWriter(database, SpoolDirectory.open(spool(), 64L << 20));
    deployment = vertx.deployVerticle(writer).await();
  }

  private static Path spool() {
    return directory.resolve("spool");
  }

  @AfterEach
  void stop() {
    vertx.undeploy(deployment).await();
  }

  private void record(String path) {
    writer.record(rejection("request-" + recorded.incrementAndGet(), path, null));
  }

  private static Rejection rejection(String requestId, String path, String userAgent) {
    return new Rejection(
        Instant.now(),
        requestId,
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
        userAgent);
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
  void aFloodIsKeptAsRowsAsFarAsTheBudgetReachesAndCountedBeyond() throws Exception {
    flood(FLOOD);

    assertAllKept();
    assertThat(sql.number(ROWS)).isGreaterThanOrEqualTo(FloodBudget.ROWS_OF_ONE);
    assertThat(sql.number(FOLDED)).isPositive();
    assertThat(sql.rows("SELECT DISTINCT project_id, route, reason, network FROM rejection_fold"))
        .containsExactly(List.of("shop", "all", "token_missing", "192.0.2.0/24"));
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
            Instant.parse("+300000-01-01T00:00:00Z"), // past the end of PostgreSQL's time
            "request-" + recorded.incrementAndGet(),
            new PolicyRevision(1),
            Reason.TOKEN_MISSING,
            "no token",
            null,
            null,
            "GET",
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

  @Test
  void aCallersTextIsKeptWhateverItHolds() throws Exception {
    record("/nul\0/half\uD800/whole\uD83D\uDE00");

    assertAllKept();
    assertThat(sql.rows("SELECT path FROM rejection WHERE path <> '/last'"))
        .containsExactly(List.of("/nul\uFFFD/half\uFFFD/whole\uD83D\uDE00"));
  }

  @Test
  void aSpoolWithoutRoomLosesNone() throws Exception {
    String large = "x".repeat(100_000);
    try (Connection other = sql.open()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE rejection IN SHARE MODE"); // nothing is written
      for (int n = 0; n < 900; n++) { // more than the spool may take
        writer.record(rejection("request-" + recorded.incrementAndGet(), "/", large));
      }
      other.rollback();
    }

    assertAllKept();
    assertThat(sql.number(FOLDED)).isPositive();
    try (Stream<Path> files = Files.walk(spool())) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(66L << 20);
    }
  }

  @Test
  void whatAnEarlierRunLeftIsShippedOnceUnderItsNumbers() throws Exception {
    LiveSpool earlier = SpoolDirectory.open(spool(), 64L << 20).begin(Instant::now);
    List<byte[]> texts =
        Stream.of("one", "two", "three")
            .map(id -> rejection(id, "/", null))
            .map(rejection -> RejectionRows.toRow(recorded.incrementAndGet(), rejection))
            .map(row -> row.toBuffer().getBytes())
            .toList();
    texts.forEach(text -> assertThat(earlier.append(text)).isTrue());
    for (int n = 0; n < 5; n++) {
      earlier.counts().add(RejectionKind.of(rejection("folded", "/", null)));
    }
    new RejectionStore()
        .keep(database.audit(), earlier.replica(), "[" + new String(texts.get(0), UTF_8) + "]")
        .await(); // whose answer was lost with the process
    damage(spool().resolve(earlier.replica() + "/rows-1"), "\"two\"");
    earlier.close();
    vertx.undeploy(deployment).await();
    start(); // also empties the tables
    new RejectionStore()
        .keep(database.audit(), earlier.replica(), "[" + new String(texts.get(0), UTF_8) + "]")
        .await();

    Portcullis.await("shipped", () -> !Files.exists(spool().resolve(earlier.replica().toString())));
    assertThat(
            sql.rows(
                "SELECT request_id, seq FROM rejection WHERE replica = '%s' ORDER BY seq"
                    .formatted(earlier.replica())))
        .containsExactly(List.of("one", "1"), List.of("three", "3"));
    assertThat(sql.number(FOLDED)).isEqualTo(5);
  }

  private static void damage(Path file, String text) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).indexOf(text);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'?'}), at + 1);
    }
  }

  @Test
  void twoProcessesNeverShipOneSpool() {
    SpoolDirectory same = SpoolDirectory.open(spool(), 64L << 20);
    LiveSpool held = same.begin(Instant::now);

    assertThat(same.remains()).isEmpty();

    held.close();
  }
}
