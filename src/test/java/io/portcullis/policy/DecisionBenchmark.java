package io.portcullis.policy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request and a change cost on policies of any size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String PROJECT = "shop";
  private static final String ISS = "https://accounts.example";

  /** Grants; a tenth as many clients, a hundredth as many routes. */
  @Param({"100", "10000", "1000000"})
  public int size;

  private PolicySnapshot snapshot;
  private TokenCheck verified;
  private RequestTarget target;
  private PolicyDelta oneMoreGrant;

  /** Puts the policy together. */
  @Setup
  public void prepare() {
    List<ItemChange> items = new ArrayList<>();
    add(items, ItemChange.Kind.PROJECT, PROJECT, new Project.Head(PROJECT, "Shop"));
    Issuer issuer = issuer();
    add(items, ItemChange.Kind.ISSUER, "accounts", issuer);
    add(items, ItemChange.Kind.BACKEND, "orders", backend());
    for (int i = 0; i < Math.max(1, size / 10); i++) {
      String id = "client-" + i;
      add(items, ItemChange.Kind.CLIENT, id, client(id));
    }
    for (int i = 0; i < Math.max(1, size / 100); i++) {
      String id = "route-" + i;
      add(items, ItemChange.Kind.ROUTE, id, route(id, "/service-" + i + "/orders"));
    }
    for (int i = 0; i < size; i++) {
      add(items, ItemChange.Kind.GRANT, "grant-" + i, grant(i));
    }
    snapshot = PolicySnapshot.of(new PolicyRevision(1), items);
    target = new RequestTarget("shop.example", "/service-" + (size / 200) + "/orders/7", "GET");
    verified = new TokenCheck.Verified(token(issuer));
    if (!(snapshot.decide(target, verified, NOW) instanceof Decision.Allow)) {
      throw new IllegalStateException("the request is to be admitted");
    }
    oneMoreGrant =
        new PolicyDelta(
            snapshot.revision().next(),
            List.of(new ItemChange(ItemChange.Kind.GRANT, PROJECT, "new", grant(size + 1))));
  }

  private static void add(
      List<ItemChange> items, ItemChange.Kind kind, String id, PolicyItem item) {
    items.add(new ItemChange(kind, PROJECT, id, item));
  }

  @Benchmark
  public Route matchRoute() {
    return snapshot.findRoute(target);
  }

  @Benchmark
  public Decision decide() {
    return snapshot.decide(target, verified, NOW);
  }

  @Benchmark
  public PolicySnapshot applyOneGrant() {
    return snapshot.with(oneMoreGrant);
  }

  private static Client client(String id) {
    return new Client(PROJECT, id, "accounts", id, Client.State.ENABLED, null);
  }

  private static Grant grant(int i) {
    return new Grant(
        PROJECT,
        "grant-" + i,
        Member.parse("user:user-" + i + "@example.com").orElseThrow(),
        Grant.Effect.ALLOW,
        Set.of(),
        null);
  }

  private static Route route(String id, String prefix) {
    return new Route(
        PROJECT,
        id,
        List.of("shop.example"),
        Route.Match.PREFIX,
        prefix,
        Set.of(),
        false,
        "orders",
        Route.Authentication.REQUIRED,
        Route.ForwardToken.NONE,
        Set.of(),
        null,
        RouteChanges.NONE,
        Destination.PLAIN,
        List.of());
  }

  private static Issuer issuer() {
    return new Issuer(
        PROJECT,
        "accounts",
        Issuer.Kind.OIDC,
        Set.of(ISS),
        "https://accounts.example/keys",
        null,
        List.of("RS256"),
        Duration.ofSeconds(10),
        null,
        Issuer.AuthorizedParty.REGISTERED,
        true);
  }

  private static Backend backend() {
    return new Backend(
        PROJECT,
        "orders",
        List.of(new Backend.Target(URI.create("http://orders.internal:8080"), 1)),
        Backend.Protocol.HTTP1,
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), null),
        new LoadBalancing(LoadBalancing.Method.RANDOM, LoadBalancing.HashBy.ADDRESS, null),
        null,
        Protection.NONE,
        null,
        null);
  }

  private VerifiedToken token(Issuer issuer) {
    String user = "user-" + size / 2;
    TokenClaims claims =
        new TokenClaims(
            TokenType.ID,
            ISS,
            user,
            List.of("client-" + size / 20),
            null,
            user + "@example.com",
            true,
            null,
            null,
            NOW.plusSeconds(3600),
            NOW.minusSeconds(60),
            null,
            null,
            Set.of(),
            null);
    return new VerifiedToken(
        PROJECT,
        issuer,
        "RS256",
        claims,
        "ab".repeat(32),
        "e30",
        Members.of(issuer, claims),
        Members.email(claims).orElse(null));
  }
}
