package io.portcullis.token.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.policy.TokenCheck;
import io.portcullis.token.JwtVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Holds our verdicts on unusual tokens against those of others; every disagreement must be one that
 * {@code tokens/disagreements.yaml} explains.
 */
record Comparison(
    World world, JwtVerifier ours, Map<String, Judge> judges, List<Mutation> mutations) {

  /**
   * Why a library and the gateway disagree.
   *
   * @param we {@code refuse} or {@code accept}
   */
  private record Explanation(String judge, String we, String because, List<String> tokens) {

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

  private List<Explanation> explanations() throws IOException {
    try (InputStream file = Comparison.class.getResourceAsStream("/tokens/disagreements.yaml")) {
      return new YAMLMapper()
          .readValue(file, new TypeReference<List<Explanation>>() {}).stream()
              .filter(explanation -> judges.containsKey(explanation.judge()))
              .toList();
    }
  }

  /** An ordinary token is accepted by everybody, or nothing that follows means anything. */
  void agreesOnAnOrdinaryToken() throws Exception {
    String token = world.draft().sign();

    assertThat(reason(token)).isEqualTo("verified");
    for (Judge judge : judges.values()) {
      assertThat(judge.accepts(token)).isTrue();
    }
  }

  /** Each mutation by itself; an explanation that nothing needs is an error too. */
  void ofOneMutation() throws Exception {
    List<Disagreement> found = new ArrayList<>();
    for (Mutation mutation : mutations) {
      judge(List.of(mutation), found);
    }

    assertExplained(found);
    Set<String> happened = new HashSet<>();
    found.forEach(one -> happened.add(one.judge() + " " + one.we() + " " + one.mutations().get(0)));
    for (Explanation explanation : explanations()) {
      for (String token : explanation.tokens()) {
        assertThat(happened).contains(explanation.judge() + " " + explanation.we() + " " + token);
      }
    }
  }

  /** Up to three mutations at once. */
  void ofMixedMutations(int tokens, long seed) throws Exception {
    Random random = new Random(seed);
    List<Disagreement> found = new ArrayList<>();
    int verified = 0;
    for (int i = 0; i < tokens; i++) {
      List<Mutation> some = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        some.add(mutations.get(random.nextInt(mutations.size())));
      }
      verified += judge(some, found) ? 1 : 0;
    }

    System.out.printf(
        "%s: %d tokens from seed %d, %d verified; disagreements, all explained: %d%n",
        judges.keySet(), tokens, seed, verified, found.size());
    assertThat(verified).isBetween(tokens / 50, tokens / 2);
    assertExplained(found);
  }

  private void assertExplained(List<Disagreement> found) throws IOException {
    List<Explanation> explanations = explanations();
    assertThat(found)
        .filteredOn(
            one -> explanations.stream().noneMatch(explanation -> explanation.explains(one)))
        .isEmpty();
  }

  private boolean judge(List<Mutation> some, List<Disagreement> found) throws Exception {
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

  private String reason(String token) throws Exception {
    TokenCheck check =
        ours.verify(world.project(), token, Instant.ofEpochSecond(world.now()))
            .await(20, TimeUnit.SECONDS);
    return check instanceof TokenCheck.Failed failed ? failed.reason().code() : "verified";
  }

  /** Whatever they throw, and they throw much, they do not accept. */
  private boolean accepts(Judge judge, String token) {
    try {
      return judge.accepts(token);
    } catch (Exception | StackOverflowError refused) {
      return false;
    }
  }
}
