package io.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.Database;
import io.portcullis.store.Migrations;
import io.portcullis.store.TrafficStore;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is counted on the way of requests is bounded, and written down once. */
@ExtendWith(PostgresExtension.class)
class TrafficCountsTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  private static long sum(JsonArray rows) {
    return rows.stream().mapToLong(row -> ((JsonObject) row).getLong("requests")).sum();
  }

  @Test
  void howeverManyKindsThereAreAllRequestsAreCountedInBoundedRoom() {
    TrafficCounts counts = new TrafficCounts();
    for (int i = 0; i < 50_000; i++) {
      Instant time = START.plus(Duration.ofMinutes(i % 5000));
      counts.add(TrafficKind.of(time, "project-" + i % 3, "route-" + i % 7, "client-" + i), 1);
    }

    JsonArray rows = counts.takeSome(Integer.MAX_VALUE).requests();

    assertThat(sum(rows)).isEqualTo(50_000);
    assertThat(rows.size()).isBetween(10_000, 10_020);
    assertThat(counts.isEmpty()).isTrue();
  }

  @Test
  void aBatchThatIsSentAgainIsCountedOnce(DatabaseUrl url) throws SQLException {
    Migrations.migrate(url);
    Sql sql = new Sql(url);
    Vertx vertx = Vertx.vertx();
    try {
      Database database = new Database(vertx, url);
      TrafficStore store = new TrafficStore();
      UUID replica = UUID.randomUUID();
      TrafficCounts counts = new TrafficCounts();
      counts.add(TrafficKind.of(START, "shop", "all", "web"), 3);
      counts.add(TrafficKind.of(START.plusSeconds(60), "shop", "all", "web"), 4);
      Latencies latencies = new Latencies();
      latencies.decided(40_000);
      latencies.answered(3_000_000);
      counts.latencies().add("shop", START, latencies);
      counts.latencies().add("shop", START.plusSeconds(60), latencies);
      TrafficStore.Rows rows = counts.takeSome(10);
      for (long batch : List.of(1L, 1L, 2L, 2L, 1L)) {
        store.add(database.audit(), replica, batch, rows).await();
      }
    } finally {
      vertx.close().await();
    }

    assertThat(sql.number("SELECT sum(requests) FROM traffic_minute")).isEqualTo(14);
    assertThat(sql.rows("SELECT requests FROM traffic_hour")).containsExactly(List.of("14"));
    assertThat(sql.number("SELECT count(*) FROM traffic_minute")).isEqualTo(2);
    assertThat(
            sql.rows(
                """
                SELECT l.step, (SELECT sum(n) FROM unnest(l.decision) n),
                       array_length(l.decision, 1), (SELECT sum(n) FROM unnest(l.backend) n)
                  FROM traffic_latency l ORDER BY l.step, l.at
                """))
        .containsExactly(
            List.of("hour", "4", "18", "4"),
            List.of("minute", "2", "18", "2"),
            List.of("minute", "2", "18", "2"));
  }

  @Test
  void timesAreRoundedUpByAQuarterAtMost() {
    for (long nanos = 4_000; nanos < 100_000_000_000L; nanos += 1 + nanos / 37) {
      long[] counts = new long[LatencyBuckets.COUNT];
      counts[LatencyBuckets.of(nanos)] = 1;
      assertThat(LatencyBuckets.quantile(counts, 0.99).toNanos())
          .isGreaterThan(nanos)
          .isLessThanOrEqualTo(nanos + nanos / 4 + 1_250);
    }
    assertThat(LatencyBuckets.of(-1)).isZero();
    assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
  }

  @Test
  void aQuantileIsTheTimeThatSoManyTookAtMost() {
    long[] counts = new long[LatencyBuckets.COUNT];
    counts[0] = 98;
    counts[LatencyBuckets.of(5_000_000)] = 1;
    counts[LatencyBuckets.of(900_000_000)] = 1;

    assertThat(LatencyBuckets.quantile(counts, 0.5)).isEqualTo(Duration.ofNanos(1_000));
    assertThat(LatencyBuckets.quantile(counts, 0.98)).isEqualTo(Duration.ofNanos(1_000));
    assertThat(LatencyBuckets.quantile(counts, 0.99).toMillis()).isEqualTo(5);
    assertThat(LatencyBuckets.quantile(counts, 1).toMillis()).isBetween(900L, 1_125L);
  }
}
