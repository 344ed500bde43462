package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told about a decision is what was decided, and what is said to help does help. */
class ExplanationPropertyTest {
  private static final int ROUNDS = 20_000;
  private static final Instant NOW = DecisionCase.NOW;

  private static final List<DecisionCase> TABLES =
      Stream.of("routes", "clients", "grants", "revocations", "firebase", "types")
          .flatMap(table -> DecisionCase.of(table).stream())
          .toList();

  private final long seed = Long.getLong("portcullis.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void explainsTheDecisionOfTheDataPlane() {
    for (int round = 0; round < ROUNDS; round++) {
      DecisionCase given = TABLES.get(random.nextInt(TABLES.size()));
      PolicySnapshot policy = changed(given.snapshot());

      Explanation explained = Explanation.of(policy, given.target(), given.check(), NOW);

      assertThat(explained.decision())
          .as("seed %d, %s", seed, given)
          .isEqualTo(policy.decide(given.target(), given.check(), NOW));
      assertThat(failed(explained)).as("seed %d, %s", seed, given).isEqualTo(expected(explained));
      assertThat(explained.questions())
          .filteredOn(one -> one.outcome() != Explanation.Outcome.NOT_REACHED)
          .allSatisfy(one -> assertThat(one.expected() + one.found()).isNotBlank())
          .as("in the order of asking")
          .isSortedAccordingTo((a, b) -> a.question().compareTo(b.question()));
    }
  }

  /** The one question that failed, as far as policy asks it. */
  private static List<Question> expected(Explanation explained) {
    return explained.decision() instanceof Decision.Deny deny
        ? Question.of(deny.reason()).stream().toList()
        : List.of();
  }

  private static List<Question> failed(Explanation explained) {
    return explained.questions().stream()
        .filter(one -> one.outcome() == Explanation.Outcome.FAILED)
        .map(Explanation.Answered::question)
        .toList();
  }

  @Test
  void aRemedyTakesAwayTheReasonThatItIsFor() {
    Map<Remedy.Kind, Integer> helped = new EnumMap<>(Remedy.Kind.class);
    int admitted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      DecisionCase given = TABLES.get(random.nextInt(TABLES.size()));
      PolicySnapshot policy = changed(given.snapshot());
      List<String> steps = new ArrayList<>();
      Decision decision = policy.decide(given.target(), given.check(), NOW);
      while (decision instanceof Decision.Deny deny) {
        Optional<Remedy> remedy = Remedy.of(policy, deny, given.check(), NOW);
        if (remedy.isEmpty()) {
          break;
        }
        steps.add(deny.reason() + " by " + remedy.get().kind());
        assertThat(steps).as("seed %d, %s", seed, given).hasSizeLessThan(12);
        policy =
            policy.with(new PolicyDelta(policy.revision().next(), List.of(remedy.get().change())));
        helped.merge(remedy.get().kind(), 1, Integer::sum);
        decision = policy.decide(given.target(), given.check(), NOW);
      }
      admitted += !steps.isEmpty() && decision instanceof Decision.Allow ? 1 : 0;
    }

    System.out.printf("seed %d: %d admitted after remedies %s%n", seed, admitted, helped);
    assertThat(helped.keySet()).containsExactlyInAnyOrder(Remedy.Kind.values());
    assertThat(admitted).isGreaterThan(ROUNDS / 20);
  }

  /** Takes away some of what lets the case in. */
  private PolicySnapshot changed(PolicySnapshot before) {
    List<ItemChange> changes = new ArrayList<>();
    Project project = before.project("shop").orElse(null);
    if (project == null || random.nextInt(3) == 0) {
      return before;
    }
    Client client = project.findClient("web");
    if (client != null && random.nextBoolean()) {
      changes.add(clientChange(client));
    }
    if (random.nextInt(4) == 0) {
      changes.add(grantChange("denial", Grant.Effect.DENY, null));
    }
    if (random.nextInt(4) == 0) {
      changes.add(grantChange("over", Grant.Effect.ALLOW, NOW.minusSeconds(1)));
    }
    Issuer issuer = project.findIssuer("accounts");
    if (issuer != null && random.nextInt(4) == 0) {
      changes.add(new ItemChange(ItemChange.Kind.ISSUER, "shop", issuer.id(), disabled(issuer)));
    }
    return changes.isEmpty()
        ? before
        : before.with(new PolicyDelta(before.revision().next(), changes));
  }

  private ItemChange clientChange(Client client) {
    Client changed =
        switch (random.nextInt(4)) {
          case 0 -> client.with(Client.State.DISABLED);
          case 1 -> client.with(Client.State.REVOKED);
          case 2 -> client.expiring(NOW.minusSeconds(5));
          default -> null;
        };
    return new ItemChange(ItemChange.Kind.CLIENT, "shop", client.id(), changed);
  }

  private ItemChange grantChange(String id, Grant.Effect effect, Instant expiresAt) {
    Member member =
        random.nextBoolean() ? Member.ALL_AUTHENTICATED_USERS : Member.subject("accounts", "alice");
    return new ItemChange(
        ItemChange.Kind.GRANT,
        "shop",
        id,
        new Grant("shop", id, member, effect, Set.of(), expiresAt));
  }

  private static Issuer disabled(Issuer issuer) {
    return new Issuer(
        issuer.project(),
        issuer.id(),
        issuer.kind(),
        issuer.issuers(),
        issuer.jwksUri(),
        issuer.discoveryUri(),
        issuer.algorithms(),
        issuer.clockSkew(),
        issuer.maxTokenAge(),
        issuer.authorizedParty(),
        false,
        issuer.tokenTypes(),
        issuer.firebase(),
        issuer.introspection());
  }
}
