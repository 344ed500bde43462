package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every policy and every token, tried on very many. */
class RevocationPropertyTest {
  private static final int ROUNDS = 200_000;

  private static final List<String> SUBJECTS = List.of("alice", "bob", "a/b", "*");
  private static final List<String> HASHES = List.of("aa".repeat(32), "bb".repeat(32));
  private static final List<String> NAMES = List.of("id-1", "id-2");

  /** Every kind of case that the tables have is a starting point. */
  private static final List<DecisionCase> TABLES = tables();

  private static List<DecisionCase> tables() {
    List<DecisionCase> all = new ArrayList<>();
    for (String table :
        List.of("routes", "clients", "grants", "revocations", "firebase", "types")) {
      all.addAll(DecisionCase.of(table));
    }
    return all;
  }

  @Test
  void noRevocationAndNoSignOutEverTurnsARefusalIntoAnAdmission() {
    long seed = Long.getLong("portcullis.seed", System.nanoTime());
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      DecisionCase given = TABLES.get(random.nextInt(TABLES.size()));
      PolicySnapshot before = given.snapshot();
      PolicySnapshot after = before.with(new PolicyDelta(before.revision().next(), more(random)));
      boolean wasAdmitted = given.outcome(before).equals("admitted");
      boolean isAdmitted = given.outcome(after).equals("admitted");
      assertThat(isAdmitted && !wasAdmitted).as("seed %d, %s", seed, given).isFalse();
      refused += wasAdmitted && !isAdmitted ? 1 : 0;
    }
    assertThat(refused).as("admissions taken away, or this shows nothing").isGreaterThan(1000);
  }

  @Test
  void whatIsTakenOffAgainLeavesTheDecisionAsItWas() {
    long seed = Long.getLong("portcullis.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      DecisionCase given = TABLES.get(random.nextInt(TABLES.size()));
      PolicySnapshot before = given.snapshot();
      List<ItemChange> added = more(random);
      List<ItemChange> removed = new ArrayList<>();
      for (ItemChange change : added) {
        if (!given.names(change.id())) {
          removed.add(new ItemChange(change.kind(), change.project(), change.id(), null));
        }
      }
      added.removeIf(change -> given.names(change.id()));
      PolicySnapshot after =
          before
              .with(new PolicyDelta(before.revision().next(), added))
              .with(new PolicyDelta(before.revision().next().next(), removed));

      assertThat(given.outcome(after)).as("seed %d, %s", seed, given).isEqualTo(given.expect());
    }
  }

  private static List<ItemChange> more(Random random) {
    List<ItemChange> changes = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      PolicyItem item = random.nextBoolean() ? signOut(random) : revocation(random);
      ItemChange.Kind kind =
          item instanceof SignOut ? ItemChange.Kind.SIGN_OUT : ItemChange.Kind.TOKEN_REVOCATION;
      changes.add(new ItemChange(kind, "shop", item.id(), item));
    }
    return changes;
  }

  /**
   * Sign-outs only ever move on, so those that are added reach further than those of the tables.
   */
  private static SignOut signOut(Random random) {
    String issuer = random.nextInt(4) == 0 ? null : random.nextInt(4) == 0 ? "login" : "accounts";
    String subject =
        issuer == null || random.nextInt(3) == 0
            ? null
            : SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    Instant until = DecisionCase.NOW.plusSeconds(10 + random.nextInt(50));
    return new SignOut("shop", issuer, subject, until);
  }

  private static TokenRevocation revocation(Random random) {
    if (random.nextBoolean()) {
      String hash =
          random.nextBoolean() ? DecisionCase.HASH : HASHES.get(random.nextInt(HASHES.size()));
      return new TokenRevocation("shop", hash, null, null);
    }
    return new TokenRevocation(
        "shop",
        null,
        random.nextBoolean() ? "accounts" : "login",
        NAMES.get(random.nextInt(NAMES.size())));
  }
}
