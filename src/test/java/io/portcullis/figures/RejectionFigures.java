package io.portcullis.figures;

import io.portcullis.Role;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.ChildJvm;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a flood of rejections does to other callers, and what PostgreSQL standing still loses. */
final class RejectionFigures {
  private static final int FLOOD = 100_000;
  private static final int FLOOD_RATE = 5000;
  private static final int OUTAGE_RATE = 1000;
  private static final int OUTAGE_SECONDS = 60;
  private static final int PROBE_RATE = 100;
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final String KEPT =
      "SELECT (SELECT count(*) FROM rejection), (SELECT coalesce(sum(rejections), 0) FROM rejection_fold)";

  private final Path directory;
  private final Sql sql;
  private final Callers flood;
  private final Callers probes;
  private final String token;
  private long answered;

  private RejectionFigures(
      Path directory, Sql sql, Callers flood, Callers probes, OpenIdProvider provider) {
    this.directory = directory;
    this.sql = sql;
    this.flood = flood;
    this.probes = probes;
    this.token = provider.token("web", "alice@example.com");
  }

  static void measure() throws Exception {
    Path directory = Files.createTempDirectory("portcullis-figures-");
    Vertx vertx = Vertx.vertx();
    HttpServer backend =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end("ok"))
            .listen(0, "127.0.0.1")
            .await();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        OpenIdProvider provider = OpenIdProvider.start();
        Portcullis portcullis =
            Portcullis.start(
                postgres.url(),
                Map.of("PORTCULLIS_SPOOL_DIR", directory.resolve("spool").toString()),
                Role.BOTH);
        Callers flood = new Callers(portcullis.gateway());
        Callers probes = new Callers(portcullis.gateway())) {
      new Sample(portcullis.admin())
          .project("shop")
          .issuer("accounts", provider.asItem())
          .client("web", "accounts")
          .grant("all", "allAuthenticatedUsers")
          .backend(
              "orders",
              new JsonObject()
                  .put(
                      "targets",
                      new JsonArray()
                          .add(
                              new JsonObject()
                                  .put("url", "http://127.0.0.1:" + backend.actualPort()))))
          .route("all", "*", "/", "orders", "required");
      RejectionFigures figures =
          new RejectionFigures(directory, new Sql(postgres.url()), flood, probes, provider);
      figures.warmUp();
      figures.floodThem();
      figures.stopPostgres();
    } finally {
      vertx.close().await();
    }
  }

  private void warmUp() throws Exception {
    Future<Callers.Outcome> probing = probe(10);
    reject(10 * OUTAGE_RATE, OUTAGE_RATE);
    admit(probing);
    awaitKept();
  }

  private Future<Callers.Outcome> probe(int seconds) {
    return probes.send(seconds * PROBE_RATE, PROBE_RATE, "/admitted", token);
  }

  /** Of those that may be admitted, some may be rejected too, when the machine is slow. */
  private Callers.Outcome admit(Future<Callers.Outcome> probing) throws Exception {
    Callers.Outcome outcome = await(probing);
    answered += outcome.rejected();
    return outcome;
  }

  private Callers.Outcome reject(int total, int perSecond) throws Exception {
    Callers.Outcome outcome = await(flood.send(total, perSecond, "/rejected", ""));
    answered += outcome.rejected();
    return outcome;
  }

  private static Callers.Outcome await(Future<Callers.Outcome> outcome) throws Exception {
    return outcome.await(5, TimeUnit.MINUTES);
  }

  /** Rows and counts in PostgreSQL. */
  private long[] kept() {
    try {
      var row = sql.rows(KEPT).get(0);
      return new long[] {Long.parseLong(row.get(0)), Long.parseLong(row.get(1))};
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void awaitKept() throws InterruptedException {
    long[] kept = kept();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (kept[0] + kept[1] < answered && System.nanoTime() < deadline) {
      Thread.sleep(100);
      kept = kept();
    }
    if (kept[0] + kept[1] != answered) {
      throw new AssertionError(answered + " were answered and " + (kept[0] + kept[1]) + " kept");
    }
  }

  private void floodThem() throws Exception {
    Callers.Outcome before = admit(probe(20));
    awaitKept();
    long[] was = kept();
    Future<Callers.Outcome> during = probe(FLOOD / FLOOD_RATE);
    Callers.Outcome rejected = reject(FLOOD, FLOOD_RATE);
    Callers.Outcome admitted = admit(during);
    awaitKept();
    long[] is = kept();
    print("admitted before the flood: %s", before);
    print("admitted during the flood: %s", admitted);
    print(
        "flood: %d rejected in %.1f s (%s); %d rows + %d counted = %d",
        rejected.rejected(),
        rejected.seconds(),
        rejected,
        is[0] - was[0],
        is[1] - was[1],
        is[0] + is[1] - was[0] - was[1]);
  }

  private void stopPostgres() throws Exception {
    long[] was = kept();
    signalPostgres("STOP");
    Callers.Outcome rejected;
    try {
      rejected = reject(OUTAGE_SECONDS * OUTAGE_RATE, OUTAGE_RATE);
    } finally {
      signalPostgres("CONT");
    }
    long began = System.nanoTime();
    awaitKept();
    long[] is = kept();
    print(
        "PostgreSQL stopped for %.0f s: %d rejected (%s); %d rows + %d counted = %d, %.1f s after it went on",
        rejected.seconds(),
        rejected.rejected(),
        rejected,
        is[0] - was[0],
        is[1] - was[1],
        is[0] + is[1] - was[0] - was[1],
        (System.nanoTime() - began) / 1e9);
  }

  private void signalPostgres(String signal) throws Exception {
    String pid = Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip();
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .forEach(process -> ChildJvm.signal(process, signal));
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
