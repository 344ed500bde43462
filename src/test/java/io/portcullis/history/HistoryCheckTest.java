package io.portcullis.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.history.History.Act;
import io.portcullis.history.History.Call;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short round of the history check, and proof that the check can fail. */
class HistoryCheckTest {
  /** Made longer, repeated by its seed, and given a build that is wrong by bin/history-check. */
  @Test
  void aRoundOfFaultsLeavesNothingThatMustNotHappen(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("portcullis.seed", System.nanoTime());
    int seconds = Integer.getInteger("portcullis.history.seconds", 20);

    String query = System.getProperty("portcullis.history.query", "");

    HistoryRound.Result result = new HistoryRound(seed, seconds, 3, 3, query).run(directory);

    System.out.println("history check, seed " + seed + ": " + result);
    assertThat(result.isClean()).as("seed %d: %s", seed, result).isTrue();
    assertThat(result.admitted()).as("requests admitted").isPositive();
    assertThat(result.confirmed()).as("changes confirmed").isPositive();
    assertThat(result.signOuts()).as("users signed out").isPositive();
    assertThat(result.tokensRevoked()).as("tokens revoked").isPositive();
  }

  private static Call call(long start, long end, int status) {
    return new Call(0, List.of("client", "user"), start, end, status, "");
  }

  private static Verdict verdict(Call call, Act... acts) {
    History history = new History();
    history.add(call);
    for (Act act : acts) {
      history.add(act);
    }
    return Verdict.on(history);
  }

  private static final Act CLIENT_GIVEN = new Act("client", true, 0, 1, true);
  private static final Act USER_GIVEN = new Act("user", true, 0, 1, true);
  private static final Act USER_TAKEN = new Act("user", false, 10, 20, true);

  @Test
  void whatStartsAfterAConfirmedRevocationMustNotBeAdmitted() {
    assertThat(verdict(call(20, 21, 200), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN).admitted())
        .hasSize(1);
    assertThat(verdict(call(19, 21, 200), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN).admitted())
        .isEmpty();
    Act unconfirmed = new Act("user", false, 10, 20, false);
    assertThat(verdict(call(20, 21, 200), CLIENT_GIVEN, USER_GIVEN, unconfirmed).admitted())
        .isEmpty();
    Act givenAgain = new Act("user", true, 20, 30, true);
    assertThat(
            verdict(call(20, 25, 200), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN, givenAgain).admitted())
        .isEmpty();
  }

  @Test
  void whoHoldsConfirmedRightsMustNotBeRefused() {
    assertThat(verdict(call(2, 9, 403), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN).refused()).hasSize(1);
    assertThat(verdict(call(2, 11, 403), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN).refused()).isEmpty();
    assertThat(verdict(call(2, 9, 503), CLIENT_GIVEN, USER_GIVEN, USER_TAKEN).refused()).isEmpty();
    assertThat(verdict(call(2, 9, 403), USER_GIVEN).refused()).isEmpty();
  }
}
