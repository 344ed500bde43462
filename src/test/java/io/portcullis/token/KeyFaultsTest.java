package io.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.settings.Networks;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A key server that misbehaves under load. Each round lasts for as many seconds as the system
 * property {@code portcullis.round} says, and its figures are in the test's output.
 */
class KeyFaultsTest {
  private static final int SECONDS_OF_ROUND = Integer.getInteger("portcullis.round", 6);
  private static Vertx vertx;

  private KeyServer server;
  private Project project;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @BeforeEach
  void startServer() {
    server = new KeyServer(vertx);
    project = Tokens.project(Tokens.issuer(server.url("/keys")));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void keysThatChangeEverySecondCostNoHonestToken() throws Exception {
    long started = System.nanoTime();
    List<ECKey> keys = keys(SECONDS_OF_ROUND + 4);
    Traffic honest = new Traffic(vertx, verifier(), project);
    server.publish(keys.get(0), keys.get(1), keys.get(2));
    int[] newest = {2};
    long rotation =
        vertx.setPeriodic(
            1000,
            due -> {
              int next = Math.min(newest[0] + 1, keys.size() - 1);
              server.publish(keys.get(next), keys.get(next - 1), keys.get(next - 2));
              newest[0] = next; // published before it signs, as issuers do
            });

    honest.send(500, SECONDS_OF_ROUND, () -> Tokens.by(keys.get(newest[0]), Traffic.claims()));
    vertx.cancelTimer(rotation);

    report("a new key every second", honest);
    assertThat(honest.refused()).isEmpty();
    assertThat(server.requests()).isLessThanOrEqualTo(mostFetches(started));
  }

  @Test
  void aFloodOfRandomKeysNeitherStopsHonestTokensNorReachesTheIssuer() throws Exception {
    long started = System.nanoTime();
    List<ECKey> keys = keys(2);
    Traffic honest = new Traffic(vertx, verifier(), project);
    server.publish(keys.get(0));
    assertThat(honest.check(Tokens.by(keys.get(0)))).isNull();
    Traffic flood = honest.another();
    long half = SECONDS_OF_ROUND * 500L;
    int[] newest = {0};
    vertx.setTimer(
        half,
        due -> {
          server.publish(keys.get(0), keys.get(1));
          newest[0] = 1;
        });

    CompletableFuture<Void> attack =
        CompletableFuture.runAsync(
            () -> flood.send(5000, SECONDS_OF_ROUND, KeyFaultsTest::withRandomKey));
    honest.send(200, SECONDS_OF_ROUND, () -> Tokens.by(keys.get(newest[0]), Traffic.claims()));
    attack.get(60, SECONDS);

    report("5,000 random keys a second, honest tokens", honest);
    report("5,000 random keys a second, the others", flood);
    assertThat(honest.refused()).isEmpty();
    assertThat(flood.admitted()).isZero();
    assertThat(flood.refused().keySet()).isSubsetOf(Reason.KEY_UNKNOWN, Reason.KEYS_UNAVAILABLE);
    assertThat(server.requests()).isLessThanOrEqualTo(mostFetches(started));
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("down", request -> request.response().setStatusCode(503).end()),
        new Fault("breaks off", request -> request.connection().close()),
        new Fault("redirects", KeyFaultsTest::redirect),
        new Fault("garbage", request -> request.response().end("\u0000<html>")),
        new Fault("empty", request -> request.response().end()),
        new Fault("no keys", request -> request.response().end("{\"keys\":[]}")),
        new Fault(
            "one megabyte", request -> request.response().end("{\"keys\":[" + " ".repeat(1 << 20))),
        new Fault("100,000 keys", request -> request.response().end(manyKeys())),
        new Fault("deep", request -> request.response().end("[".repeat(100_000))),
        new Fault("compressed", KeyFaultsTest::claimCompression),
        new Fault("secret keys", request -> request.response().end(SECRET)));
  }

  private record Fault(String name, io.vertx.core.Handler<HttpServerRequest> behaviour) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String SECRET =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"x\",\"alg\":\"HS256\",\"k\":\"AAAA\"}]}";

  @ParameterizedTest
  @MethodSource("faults")
  void anIssuerThatMisbehavesKeepsItsOldKeys(Fault fault) {
    MovableClock clock = new MovableClock(Tokens.NOW);
    Traffic traffic =
        new Traffic(
            vertx,
            new JwtVerifier(vertx, Networks.LOOPBACK, clock, KeyArchive.NONE),
            project,
            clock);
    List<ECKey> keys = keys(2);
    server.publish(keys.get(0));
    assertThat(traffic.check(Tokens.by(keys.get(0)))).isNull();

    server.behave(fault.behaviour());
    clock.advance(Duration.ofMinutes(11));

    assertThat(traffic.check(Tokens.by(keys.get(0)))).isNull();
    assertThat(traffic.check(Tokens.by(keys.get(0), Traffic.claims()))).isNull();
    assertThat(traffic.check(Tokens.by(keys.get(1)))).isEqualTo(Reason.KEYS_UNAVAILABLE);

    server.publish(keys.get(0), keys.get(1));
    clock.advance(Duration.ofMinutes(2));
    assertThat(traffic.check(Tokens.by(keys.get(1)))).isNull();
  }

  @Test
  void anIssuerThatNeverAnswersIsWaitedForFiveSecondsAndThenLeftInPeace() {
    Traffic traffic = new Traffic(vertx, verifier(), project);
    server.behave(request -> {});
    String token = Tokens.by(keys(1).get(0));

    assertThat(traffic.check(token)).isEqualTo(Reason.KEYS_UNAVAILABLE);
    IntStream.range(0, 100)
        .forEach(i -> assertThat(traffic.check(token)).isEqualTo(Reason.KEYS_UNAVAILABLE));
    assertThat(server.requests()).isLessThanOrEqualTo(2);
  }

  private static void redirect(HttpServerRequest request) {
    request.response().setStatusCode(302).putHeader("Location", "/elsewhere").end();
  }

  private static void claimCompression(HttpServerRequest request) {
    request.response().putHeader("Content-Encoding", "gzip").end("{}");
  }

  private static String manyKeys() {
    return "{\"keys\":[" + "{},".repeat(99_999) + "{}]}";
  }

  /** One in two seconds, and those at the start. */
  private static int mostFetches(long startedNanos) {
    return 3 + (int) NANOSECONDS.toSeconds(System.nanoTime() - startedNanos) / 2;
  }

  private JwtVerifier verifier() {
    return new JwtVerifier(vertx, Networks.LOOPBACK, Tokens.ticking(), KeyArchive.NONE);
  }

  private void report(String round, Traffic traffic) {
    System.out.printf("%s: %s; %d fetches%n", round, traffic, server.requests());
  }

  private static List<ECKey> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> Tokens.ec("key-" + i)).toList();
  }

  /** Well-formed, for a registered audience, and worth a signature check if its key existed. */
  private static String withRandomKey() {
    byte[] signature = new byte[64];
    ThreadLocalRandom.current().nextBytes(signature);
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + UUID.randomUUID() + "\"}";
    return base64(header.getBytes(UTF_8))
        + "."
        + base64(Tokens.claims().build().toString().getBytes(UTF_8))
        + "."
        + base64(signature);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
