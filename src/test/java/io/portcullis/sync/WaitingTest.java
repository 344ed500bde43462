package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.ReplicaStore.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a call that waits for a revision is answered, and with what. */
class WaitingTest {
  private static final PolicyRevision FIVE = new PolicyRevision(5);
  private static final Duration LEASE = Duration.ofMillis(900);

  /** 900 ms on a clock that is a tenth slow, counted on one that is a tenth fast. */
  private static final long BOUND = Duration.ofMillis(1100).toNanos();

  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);

  private final List<Confirmation> answers = new ArrayList<>();
  private final WaitingCalls calls = new WaitingCalls();

  private static Replica row(UUID incarnation, long applied) {
    return new Replica(
        incarnation,
        incarnation.equals(A) ? "a" : "b",
        "test",
        LEASE,
        new PolicyRevision(applied),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        null);
  }

  private void await(Duration patience) {
    calls.add(new Waiting(FIVE, 0, patience, answers::add));
  }

  private void see(long now, Replica... rows) {
    assertThat(calls.startReading()).isTrue();
    calls.saw(List.of(rows));
    calls.settle(now);
  }

  @Test
  void answersOnceEveryReplicaHasAcknowledged() {
    await(Duration.ofSeconds(9));
    see(10, row(A, 5), row(B, 4));
    assertThat(answers).isEmpty();

    see(20, row(A, 5), row(B, 6));
    assertThat(answers)
        .containsExactly(new Confirmation(FIVE, 2, 0, List.of(), Duration.ofNanos(20)));
    assertThat(calls.isEmpty()).isTrue();
  }

  @Test
  void outwaitsALeaseToTheNanosecondAndNoLonger() {
    await(Duration.ofSeconds(9));
    see(10, row(A, 5), row(B, 4));

    assertThat(calls.dueAt()).isEqualTo(BOUND);
    calls.settle(BOUND - 1);
    assertThat(answers).isEmpty();
    calls.settle(BOUND);
    assertThat(answers)
        .containsExactly(new Confirmation(FIVE, 1, 1, List.of(), Duration.ofNanos(BOUND)));
  }

  @Test
  void outwaitsALeaseAlsoWhenTheDatabaseCannotBeReadAnyMore() {
    await(Duration.ofSeconds(9));
    see(10, row(A, 4));
    assertThat(calls.startReading()).isTrue();
    calls.sawNothing();

    calls.settle(BOUND);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).isComplete()).isTrue();
  }

  @Test
  void namesWhoIsOutstandingWhenItsPatienceEnds() {
    await(Duration.ofNanos(100));
    see(10, row(A, 5), row(B, 4));

    assertThat(calls.dueAt()).isEqualTo(100);
    calls.settle(100);
    assertThat(answers.get(0).outstanding()).containsExactly("b");
    assertThat(answers.get(0).isComplete()).isFalse();
  }

  @Test
  void isNeverCompleteWithoutHavingReadTheReplicas() {
    await(Duration.ofNanos(100));
    assertThat(calls.startReading()).isTrue();

    calls.settle(100);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).isComplete()).isFalse();
  }

  @Test
  void aReadThatBeganBeforeACallDoesNotCountForIt() {
    await(Duration.ofSeconds(9));
    assertThat(calls.startReading()).isTrue();
    await(Duration.ofSeconds(9));
    calls.saw(List.of());
    calls.settle(10);

    assertThat(answers).as("of the first call alone").hasSize(1);
    see(20, row(A, 5));
    assertThat(answers).hasSize(2);
  }

  @Test
  void aReplicaThatJoinsLaterIsNotWaitedFor() {
    await(Duration.ofSeconds(9));
    see(10, row(A, 4));
    see(20, row(A, 5), row(B, 4));

    assertThat(answers).hasSize(1);
  }
}
