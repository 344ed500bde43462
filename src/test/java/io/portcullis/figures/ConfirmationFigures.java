package io.portcullis.figures;

import io.portcullis.Role;
import io.portcullis.history.GatewayUnderFaults;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.Database;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.ReplicaStore;
import io.portcullis.sync.PolicyReplica;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Confirmation times, cut streams, and how long a gateway that is cut off goes on. */
public final class ConfirmationFigures {
  private static final String P = "/api/v1/projects/shop";
  private static final int WARM_UP = 2000;
  private static final int WRITES = 1000;
  private static final int REPLICAS = 100;
  private static final int STREAMS = 10_000;
  private static final int WAVE = 200;

  /** They start servers of their own. */
  private static final List<String> OF_THEIR_OWN = List.of("rejections", "console");

  private final DatabaseUrl database;
  private final Path directory;
  private final OpenIdProvider provider;
  private final RecordingBackend backend;
  private final AdminClient admin;
  private final Portcullis first;
  private final java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();

  private ConfirmationFigures(
      DatabaseUrl database,
      Path directory,
      OpenIdProvider provider,
      RecordingBackend backend,
      Portcullis first) {
    this.database = database;
    this.directory = directory;
    this.provider = provider;
    this.backend = backend;
    this.first = first;
    this.admin = first.admin();
  }

  /** Measures the kinds named in {@code arguments}, or all of them. */
  public static void main(String[] arguments) {
    try {
      measure(
          arguments.length == 0
              ? List.of(
                  "writes", "paused", "partitioned", "streams", "replicas", "rejections", "console")
              : List.of(arguments));
      System.exit(0);
    } catch (Exception | AssertionError failure) {
      failure.printStackTrace();
      System.exit(1); // the servers' threads would keep a failed run alive
    }
  }

  private static void measure(List<String> kinds) throws Exception {
    Path directory = Files.createTempDirectory("portcullis-figures-");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start();
        Portcullis first = Portcullis.start(postgres.url())) {
      ConfirmationFigures figures =
          new ConfirmationFigures(postgres.url(), directory, provider, backend, first);
      figures.prepare();
      for (String kind : kinds) {
        if (!OF_THEIR_OWN.contains(kind)) {
          figures.measure(kind);
        }
      }
    }
    if (kinds.contains("rejections")) {
      RejectionFigures.measure();
    }
    if (kinds.contains("console")) {
      ConsoleFigures.measure();
    }
  }

  private void measure(String kind) throws Exception {
    switch (kind) {
      case "writes" -> threeReplicas();
      case "paused" -> pausedReplica();
      case "partitioned" -> partitionedReplica();
      case "streams" -> manyStreams();
      case "replicas" -> manyReplicas();
      default -> throw new IllegalArgumentException("no figure is called " + kind);
    }
  }

  private void threeReplicas() throws Exception {
    try (Portcullis second = Portcullis.start(database, Map.of(), Role.GATEWAY);
        Portcullis third = Portcullis.start(database, Map.of(), Role.GATEWAY)) {
      System.out.println("3 replicas, no faults: " + writes());
    }
  }

  private void prepare() {
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("alice", "user:alice@example.com")
        .backend("orders", backend.asItem().put("protocol", "http2"))
        .route("all", "*", "/", "orders", "required");
  }

  /** Switches the client off and on, and times each call until its answer. */
  private Times writes() {
    Times times = new Times();
    for (int i = 0; i < WARM_UP + WRITES; i++) {
      long took = write(i % 2 == 0 ? "disabled" : "enabled");
      if (i >= WARM_UP) {
        times.add(took);
      }
    }
    return times;
  }

  /** With a client of its own, since that of the tests checks each answer against the document. */
  private long write(String state) {
    HttpRequest request =
        HttpRequest.newBuilder(admin.address().resolve(P + "/clients/web"))
            .header("Authorization", "Bearer " + admin.token())
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .method("PATCH", BodyPublishers.ofString(new JsonObject().put("state", state).encode()))
            .build();
    long start = System.nanoTime();
    HttpResponse<String> answer = http.sendAsync(request, BodyHandlers.ofString()).join();
    long took = System.nanoTime() - start;
    if (answer.statusCode() != 200) {
      throw new AssertionError("not confirmed: " + answer.statusCode());
    }
    return took;
  }

  private void pausedReplica() throws Exception {
    try (GatewayUnderFaults gateway = new GatewayUnderFaults(directory, database)) {
      gateway.awaitReady();
      write("disabled");
      gateway.signal("STOP");
      long paused = write("enabled");
      long next = write("disabled");
      gateway.signal("CONT");
      write("enabled");
      System.out.printf(
          "one replica paused: %.2f s, the next change: %.1f ms%n", paused / 1e9, next / 1e6);
    }
  }

  private void partitionedReplica() throws Exception {
    long longest = 0;
    try (GatewayUnderFaults gateway = new GatewayUnderFaults(directory, database)) {
      gateway.awaitReady();
      AdminClient caller =
          new AdminClient(gateway.address(), provider.token("web", "alice@example.com"));
      for (int round = 0; round < 10; round++) {
        Portcullis.await("admitting", () -> caller.get("/").statusCode() == 200);
        long start = System.nanoTime();
        gateway.hold();
        AtomicLong last = new AtomicLong(start);
        Portcullis.await("fenced", () -> isFenced(caller, last));
        longest = Math.max(longest, last.get() - start);
        gateway.heal();
      }
    }
    System.out.printf(
        "a replica cut off from PostgreSQL admitted for at most %.2f s (10 rounds, lease 2.4 s)%n",
        longest / 1e9);
  }

  private static boolean isFenced(AdminClient caller, AtomicLong last) {
    if (caller.get("/").statusCode() != 200) {
      return true;
    }
    last.set(System.nanoTime());
    return false;
  }

  private void manyStreams() {
    cutStreams();
    cutStreams(); // the code is warm by now
  }

  private void cutStreams() {
    backend.behave(
        request -> {
          request.response().setChunked(true).write("data: 0\n\n");
        });
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(STREAMS / 50));
    AtomicInteger cut = new AtomicInteger();
    String token = provider.token("web", "alice@example.com");
    for (int wave = 0; wave < STREAMS / WAVE; wave++) {
      List<Future<Void>> opening = new ArrayList<>();
      for (int i = 0; i < WAVE; i++) {
        opening.add(open(client, token, cut));
      }
      Future.all(opening).await();
    }
    long start = System.nanoTime();
    long took = write("disabled");
    Portcullis.await("cut", () -> cut.get() == STREAMS);
    long seen = System.nanoTime() - start;
    System.out.printf(
        "%d open streams: change confirmed after %.0f ms, last caller saw its end after %.0f ms%n",
        STREAMS, took / 1e6, seen / 1e6);
    client.close().await();
    vertx.close().await();
    write("enabled");
  }

  /** Completes with the first event. */
  private Future<Void> open(HttpClient client, String token, AtomicInteger cut) {
    Promise<Void> first = Promise.promise();
    client
        .request(
            new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(this.first.gateway().getPort())
                .setURI("/events")
                .putHeader("Authorization", "Bearer " + token))
        .compose(
            request -> {
              // Before it is sent, or an early event finds nobody listening.
              request.response().onSuccess(answer -> listen(answer, first, cut));
              return request.send();
            })
        .onFailure(first::tryFail);
    return first.future();
  }

  private static void listen(HttpClientResponse answer, Promise<Void> first, AtomicInteger cut) {
    if (answer.statusCode() != 200) {
      first.tryFail("not admitted: " + answer.statusCode());
    }
    answer.exceptionHandler(failure -> cut.incrementAndGet());
    answer.handler(chunk -> first.tryComplete());
  }

  private void manyReplicas() throws Exception {
    Vertx vertx = Vertx.vertx();
    Database pools = new Database(vertx, database);
    List<PolicyReplica> replicas = new ArrayList<>();
    for (int i = 0; i < REPLICAS; i++) {
      PolicyReplica replica =
          new PolicyReplica(
              pools, new ReplicaStore.Identity("simulated-" + i, "test", Duration.ofMillis(2400)));
      replicas.add(replica);
      vertx.deployVerticle(replica).await();
      replica.attach(vertx.getOrCreateContext(), (before, after) -> {});
    }
    Portcullis.await("current", () -> replicas.stream().allMatch(PolicyReplica::isCurrent));
    System.out.println(REPLICAS + " replicas in one process: " + writes());
    Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList())
        .await(60, TimeUnit.SECONDS);
    pools.close().await();
    vertx.close().await();
  }
}
