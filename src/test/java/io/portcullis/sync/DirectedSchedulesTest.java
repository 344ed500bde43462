package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Windows so narrow that random faults rarely open them, opened on purpose: each must let nothing
 * through, and must let something through once the rule that closes it is switched off.
 */
class DirectedSchedulesTest {
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(3500);
  private static final long TICK = 200 * SimWorld.MILLI;
  private static final long SECOND = 1000 * SimWorld.MILLI;

  /** Latencies differ by seed, so each window is tried with many. */
  private static final int SEEDS = 20;

  /** One replica with two event loops on a slow clock, an admin on a fast one; all is well. */
  private static final class Stage {
    private final SimWorld world;
    private final SimStore store = new SimStore();
    private final SimPromise promise;
    private final SimReplica replica;
    private final SimAdmin admin;

    Stage(long seed, BrokenRule broken) {
      world = new SimWorld(seed, null);
      promise = new SimPromise(world, store, broken);
      replica = new SimReplica(0, world, store, promise, broken, LEASE, -SimProcess.DRIFT);
      admin = new SimAdmin(world, store, promise, broken, this::request, SimProcess.DRIFT);
      replica.calm();
      replica.start(2);
      world.runUntil(SECOND);
      admin.change(PATIENCE);
      world.runUntil(2 * SECOND);
      assertThat(replica.isCurrent()).isTrue();
    }

    private void request() {
      replica.loops().forEach(SimLoop::request);
    }

    /** Does {@code what} once, right after the next heartbeat has been carried out. */
    void atNextBeat(Runnable what) {
      replica.onBeat(
          () -> {
            replica.onBeat(() -> {});
            what.run();
          });
    }

    /** Requests all the time, for five leases. */
    void hammer() {
      for (long moment = 0; moment < 5 * SECOND; moment += 250 * SimWorld.MICRO) {
        world.after(moment, this::request);
      }
      world.runUntil(world.now() + 5 * SECOND);
    }
  }

  private static List<String> violations(BrokenRule broken, Consumer<Stage> act) {
    return LongStream.range(0, SEEDS)
        .mapToObj(
            seed -> {
              Stage stage = new Stage(seed, broken);
              act.accept(stage);
              stage.hammer();
              return stage.promise.violation();
            })
        .filter(violation -> violation != null)
        .toList();
  }

  private static void assertClosedBy(BrokenRule rule, Consumer<Stage> act) {
    assertThat(violations(BrokenRule.NONE, act)).isEmpty();
    assertThat(violations(rule, act)).as("without: not " + rule.meaning()).isNotEmpty();
  }

  @Test
  void anAnswerThatIsUnderWayForAlmostALeaseGivesWhatIsLeftOfIt() {
    assertClosedBy(
        BrokenRule.LEASE_FROM_ANSWER,
        stage -> {
          stage.replica.network().hold(false, true, 900 * SimWorld.MILLI);
          stage.atNextBeat(
              () -> {
                stage.admin.change(PATIENCE);
                stage.replica.network().hold(true, false, 9 * SECOND);
              });
        });
  }

  @Test
  void heartbeatsThatGoOnWhileChangesCannotBeReadGiveNoLease() {
    assertClosedBy(
        BrokenRule.NO_HEAD_CHECK,
        stage -> {
          stage.replica.holdReads(2 * SECOND);
          stage.admin.change(PATIENCE);
        });
  }

  @Test
  void aChangeRightBehindTheLastHeartbeatOfASlowClockIsOutwaited() {
    assertClosedBy(
        BrokenRule.WAIT_TOO_SHORT,
        stage ->
            stage.atNextBeat(
                () -> {
                  stage.admin.change(PATIENCE);
                  stage.world.after(
                      100 * SimWorld.MICRO,
                      () -> stage.replica.network().hold(true, true, 9 * SECOND));
                }));
  }

  @Test
  void anEventLoopInALongTurnHoldsBackTheAcknowledgement() {
    assertClosedBy(
        BrokenRule.ACKNOWLEDGED_BY_FIRST_LOOP,
        stage -> {
          stage.replica.loops().get(0).hangAnyhow(400 * SimWorld.MILLI);
          IntStream.range(0, 5).forEach(each -> stage.replica.loops().get(0).request());
          stage.world.after(SimWorld.MILLI, () -> stage.admin.change(PATIENCE));
        });
  }

  @Test
  void aSuspendedMachineThatWakesKnowsThatItsLeaseIsOver() {
    assertClosedBy(
        BrokenRule.NO_WALL_CLOCK,
        stage ->
            stage.atNextBeat(
                () -> {
                  stage.world.after(10 * SimWorld.MILLI, () -> stage.replica.suspend(2 * SECOND));
                  stage.world.after(20 * SimWorld.MILLI, () -> stage.admin.change(PATIENCE));
                }));
  }

  @Test
  void aReplicaThatIsSilentForLessThanALeaseKeepsItsRow() {
    assertClosedBy(
        BrokenRule.HASTY_REAPER,
        stage -> {
          stage.replica.network().hold(true, true, 9 * SECOND);
          stage.world.after(TICK, () -> stage.admin.change(PATIENCE));
          for (long later = 1; later < 6; later++) {
            stage.world.after(later * TICK, () -> stage.admin.change(PATIENCE));
          }
        });
  }

  @Test
  void aStandbyThatTakesOverWithoutAConfirmedChangeGivesNobodyALease() {
    assertClosedBy(
        BrokenRule.NO_FENCE,
        stage -> {
          stage.store.replicate();
          stage.admin.change(PATIENCE);
          stage.world.runUntil(stage.world.now() + SECOND);
          stage.store.failOver();
          stage.replica.network().refuse(TICK);
          stage.admin.network().refuse(TICK);
        });
  }

  @Test
  void onceAcceptedWhatTheStandbyHadIsInForceAgainAndNothingElse() {
    assertThat(
            violations(
                BrokenRule.NONE,
                stage -> {
                  stage.store.replicate();
                  stage.admin.change(PATIENCE);
                  stage.world.runUntil(stage.world.now() + SECOND);
                  stage.store.failOver();
                  stage.replica.network().cut();
                  stage.hammer();
                  assertThat(stage.replica.lease().isLive()).isFalse();
                  stage.store.accept();
                  stage.promise.accepted();
                  stage.hammer();
                  assertThat(stage.replica.isCurrent()).isTrue();
                }))
        .isEmpty();
  }

  @Test
  void aLogThatWasPrunedBehindAReplicaThatWasCutOffCostsItAReload() {
    assertThat(
            violations(
                BrokenRule.NONE,
                stage -> {
                  stage.replica.network().hold(true, true, SECOND / 2);
                  stage.admin.change(PATIENCE);
                  stage.admin.change(PATIENCE);
                  stage.world.after(SECOND / 4, stage.store::prune);
                  stage.hammer();
                  assertThat(stage.replica.isCurrent()).isTrue();
                }))
        .isEmpty();
  }
}
