package io.portcullis.token.differential;

import io.portcullis.policy.Issuer;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenType;
import io.portcullis.settings.Networks;
import io.portcullis.token.JwtVerifier;
import io.portcullis.token.KeyArchive;
import io.portcullis.token.Tokens;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of tokens, each unusual in one to three ways, judged by the gateway and by libraries
 * that nobody here wrote: Nimbus, Google's two verifiers, and the Firebase Admin SDK.
 */
class DifferentialTest {
  private static final int MIXED = Integer.getInteger("portcullis.tokens", 2000);
  private static final long SEED = Long.getLong("portcullis.seed", 20261124);
  private static final String FIREBASE = "demo-shop";

  @TempDir private static Path directory;
  private static Vertx vertx;
  private static Comparison ordinary;
  private static Comparison firebase;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    ordinary = ordinary();
    firebase = firebase();
  }

  @AfterAll
  static void stop() {
    ordinary.world().close();
    firebase.world().close();
    vertx.close().await();
  }

  private static Comparison ordinary() throws Exception {
    World world =
        World.create(
            vertx,
            directory.resolve("ordinary.p12"),
            new World.Kind(
                Tokens.ISS,
                "web",
                Tokens.NOW.getEpochSecond(),
                keys -> Tokens.project(Tokens.issuer(keys)),
                Map.of("azp", "\"web\"")));
    return new Comparison(
        world, verifier(Tokens.NOW), new TreeMap<>(Judge.all(world)), Mutation.all(world));
  }

  /** The SDK has the system's clock, so this world has its time too. */
  private static Comparison firebase() throws Exception {
    Instant now = Instant.now();
    World world =
        World.create(
            vertx,
            directory.resolve("firebase.p12"),
            new World.Kind(
                "https://securetoken.google.com/" + FIREBASE,
                FIREBASE,
                now.getEpochSecond(),
                DifferentialTest::firebaseProject,
                Map.of(
                    "auth_time",
                    Long.toString(now.getEpochSecond() - 60),
                    "firebase",
                    "{\"identities\":{},\"sign_in_provider\":\"password\"}")));
    List<Mutation> mutations = new ArrayList<>(Mutation.all(world));
    mutations.addAll(Mutation.firebase(world.now()));
    return new Comparison(
        world, verifier(now), Map.of("firebase", Judge.firebase(world, FIREBASE)), mutations);
  }

  private static JwtVerifier verifier(Instant now) {
    return new JwtVerifier(vertx, Networks.LOOPBACK, InstantSource.fixed(now), KeyArchive.NONE);
  }

  private static Project firebaseProject(String keys) {
    return Tokens.project(
        new Issuer(
            "shop",
            "firebase",
            Issuer.Kind.FIREBASE,
            Set.of("https://securetoken.google.com/" + FIREBASE),
            keys,
            null,
            List.of("RS256"),
            Duration.ofSeconds(10),
            null,
            Issuer.AuthorizedParty.REGISTERED,
            true,
            Set.of(TokenType.ID),
            new Issuer.Firebase(FIREBASE, Set.of(), Set.of("password", "phone", "custom")),
            null),
        FIREBASE);
  }

  static Stream<Named<Comparison>> comparisons() {
    return Stream.of(Named.of("ordinary", ordinary), Named.of("firebase", firebase));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void everybodyAcceptsAnOrdinaryToken(Comparison comparison) throws Exception {
    comparison.agreesOnAnOrdinaryToken();
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void whatIsUnusualInOneWayIsJudgedAsOthersDoOrForAReason(Comparison comparison) throws Exception {
    comparison.ofOneMutation();
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void whatIsUnusualInSeveralWaysIsJudgedAsOthersDoOrForAReason(Comparison comparison)
      throws Exception {
    comparison.ofMixedMutations(MIXED, SEED);
  }
}
