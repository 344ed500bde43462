package io.portcullis.token.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.portcullis.token.JwtVerifier;
import io.portcullis.token.KeyArchive;
import io.portcullis.token.Tokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of tokens, each unusual in one to three ways, judged by the gateway and by libraries
 * that nobody here wrote. Every disagreement is explained in {@code tokens/disagreements.yaml}.
 */
class DifferentialTest {
  private static final int MIXED = Integer.getInteger("portcullis.tokens", 3000);
  private static final long SEED = Long.getLong("portcullis.seed", 20261124);

  @TempDir private static Path directory;
  private static Vertx vertx;
  private static World world;
  private static JwtVerifier ours;
  private static Map<String, Judge> judges;
  private static List<Mutation> mutations;
  private static List<Explanation> explanations;

  /**
   * Why a library and the gateway disagree.
   *
   * @param we {@code refuse} or {@code accept}
   */
  record Explanation(String judge, String we, String because, List<String> tokens) {

    boolean explains(Disagreement found) {
      return judge.equals(found.judge())
          && we.equals(found.we())
          && found.mutations().stream().anyMatch(tokens::contains);
    }
  }

  private record Disagreement(
      String judge, String we, List<String> mutations, String reason, String token) {
    @Override
    public String toString() {
      return "%s: we %s (%s) what is %s".formatted(judge, we, reason, mutations);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    world = World.create(vertx, directory);
    ours =
        new JwtVerifier(vertx, Networks.LOOPBACK, InstantSource.fixed(Tokens.NOW), KeyArchive.NONE);
    judges = new TreeMap<>(Judge.all(world));
    mutations = Mutation.all(world);
    explanations = explanations();
  }

  @AfterAll
  static void stop() {
    world.close();
    vertx.close().await();
  }

  private static List<Explanation> explanations() throws IOException {
    try (InputStream file =
        DifferentialTest.class.getResourceAsStream("/tokens/disagreements.yaml")) {
      return new YAMLMapper().readValue(file, new TypeReference<List<Explanation>>() {});
    }
  }

  @Test
  void everybodyAcceptsAnOrdinaryToken() throws Exception {
    String token = world.draft().sign();

    assertThat(reason(token)).isEqualTo("verified");
    for (Judge judge : judges.values()) {
      assertThat(judge.accepts(token)).isTrue();
    }
  }

  @Test
  void whatIsUnusualInOneWayIsJudgedAsOthersDoOrForAReason() throws Exception {
    List<Disagreement> found = new ArrayList<>();
    for (Mutation mutation : mutations) {
      judge(List.of(mutation), found);
    }

    assertExplained(found);
    Set<String> happened = new HashSet<>();
    for (Explanation explanation : explanations) {
      for (String token : explanation.tokens()) {
        found.stream()
            .filter(one -> explanation.explains(one) && one.mutations().contains(token))
            .forEach(
                one -> happened.add(explanation.judge() + " " + explanation.we() + " " + token));
        assertThat(happened).contains(explanation.judge() + " " + explanation.we() + " " + token);
      }
    }
  }

  @Test
  void whatIsUnusualInSeveralWaysIsJudgedAsOthersDoOrForAReason() throws Exception {
    Random random = new Random(SEED);
    List<Disagreement> found = new ArrayList<>();
    int verified = 0;
    for (int i = 0; i < MIXED; i++) {
      List<Mutation> some = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        some.add(mutations.get(random.nextInt(mutations.size())));
      }
      verified += judge(some, found) ? 1 : 0;
    }

    System.out.printf(
        "%d tokens from seed %d, %d verified; disagreements, all explained: %d%n",
        MIXED, SEED, verified, found.size());
    assertThat(verified).isBetween(MIXED / 50, MIXED / 2);
    assertExplained(found);
  }

  private static void assertExplained(List<Disagreement> found) {
    assertThat(found)
        .filteredOn(
            one -> explanations.stream().noneMatch(explanation -> explanation.explains(one)))
        .isEmpty();
  }

  private static boolean judge(List<Mutation> some, List<Disagreement> found) throws Exception {
    Draft draft = world.draft();
    some.forEach(mutation -> mutation.bend().accept(draft));
    String token = draft.sign();
    String reason = reason(token);
    boolean verified = reason.equals("verified");
    for (Map.Entry<String, Judge> judge : judges.entrySet()) {
      if (verified != accepts(judge.getValue(), token)) {
        found.add(
            new Disagreement(
                judge.getKey(),
                verified ? "accept" : "refuse",
                some.stream().map(Mutation::name).toList(),
                reason,
                token));
      }
    }
    return verified;
  }

  private static String reason(String token) throws Exception {
    TokenCheck check = ours.verify(world.project(), token, Tokens.NOW).await(20, TimeUnit.SECONDS);
    return check instanceof TokenCheck.Failed failed ? failed.reason().code() : "verified";
  }

  /** Whatever they throw, and they throw much, they do not accept. */
  private static boolean accepts(Judge judge, String token) {
    try {
      return judge.accepts(token);
    } catch (Exception | StackOverflowError refused) {
      return false;
    }
  }
}
