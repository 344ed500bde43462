package io.portcullis.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a snapshot counts as in force on every event loop, on real event loops. */
class LoopPoliciesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context own = ((VertxInternal) vertx).createEventLoopContext();
  private final List<Context> others = new ArrayList<>();
  private final Lease lease = new Lease(Duration.ofSeconds(2), LeaseClock.SYSTEM);
  private final LoopPolicies policies = new LoopPolicies();

  @BeforeEach
  void attach() {
    for (int loop = 0; loop < 3; loop++) {
      Context other = ((VertxInternal) vertx).createEventLoopContext();
      others.add(other);
      LoopPolicies.LoopPolicy policy =
          new LoopPolicies.LoopPolicy(other, lease, (before, after) -> {});
      own.runOnContext(turn -> policies.add(policy));
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  private static PolicySnapshot snapshot(long revision) {
    return PolicySnapshot.of(new PolicyRevision(revision), List.of());
  }

  private Future<Boolean> onOwnLoop(Supplier<Future<Void>> work) {
    Promise<Boolean> isOwn = Promise.promise();
    own.runOnContext(
        turn -> work.get().onComplete(done -> isOwn.complete(Vertx.currentContext() == own)));
    return isOwn.future();
  }

  @Test
  void whatTheLoopsReportArrivesOnTheReplicasOwnLoop() throws Exception {
    for (int round = 1; round <= 100; round++) {
      PolicySnapshot next = snapshot(round);
      assertThat(onOwnLoop(() -> policies.putEverywhere(next)).await(10, SECONDS)).isTrue();
      assertThat(onOwnLoop(policies::barrier).await(10, SECONDS)).isTrue();
    }
  }

  @Test
  void aSnapshotCountsOnlyOnceTheLastLoopActsOnIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    others.get(1).runOnContext(turn -> awaitQuietly(release));

    Future<Boolean> inForce = onOwnLoop(() -> policies.putEverywhere(snapshot(1)));
    for (int loop : new int[] {0, 2}) {
      Promise<Void> turned = Promise.promise();
      others.get(loop).runOnContext(turn -> turned.complete());
      turned.future().await(10, SECONDS);
    }
    assertThat(inForce.isComplete()).isFalse();
    release.countDown();
    assertThat(inForce.await(10, SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
