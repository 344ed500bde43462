package io.portcullis.sync;

import io.portcullis.policy.PolicySnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The policy of every event loop. Used on the replica's own event loop alone, and what the others
 * report comes back to it there.
 */
final class LoopPolicies {
  private final List<LoopPolicy> loops = new ArrayList<>();
  private PolicySnapshot latest = PolicySnapshot.EMPTY;

  /** One event loop's view. Its snapshot is touched by that event loop alone. */
  static final class LoopPolicy implements CurrentPolicy {
    private final Context loop;
    private final Lease lease;
    private final PolicyListener listener;
    private PolicySnapshot snapshot = PolicySnapshot.EMPTY;
    private boolean isLoaded;

    LoopPolicy(Context loop, Lease lease, PolicyListener listener) {
      this.loop = loop;
      this.lease = lease;
      this.listener = listener;
    }

    @Override
    public PolicySnapshot snapshot() {
      return snapshot;
    }

    @Override
    public boolean isFresh() {
      return isLoaded && lease.isLive();
    }

    /** Runs {@code task} on this loop, and completes on the one that asks. */
    private Future<Void> run(Runnable task) {
      Context replica = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
      Promise<Void> done = Promise.promise();
      loop.runOnContext(
          turn -> {
            try {
              task.run();
              replica.runOnContext(reported -> done.complete());
            } catch (RuntimeException failure) {
              replica.runOnContext(reported -> done.fail(failure));
            }
          });
      return done.future();
    }

    /** From here on this loop acts on {@code changed}, and can act on nothing older again. */
    private void put(PolicySnapshot changed) {
      PolicySnapshot before = snapshot;
      snapshot = changed;
      isLoaded = changed != PolicySnapshot.EMPTY;
      listener.changed(before, changed);
    }
  }

  void add(LoopPolicy added) {
    PolicySnapshot first = latest;
    loops.add(added);
    added.run(() -> added.put(first));
  }

  /** Completes once every loop has ended the turn it was in. */
  Future<Void> barrier() {
    return everywhere(loop -> loop.run(() -> {}));
  }

  /**
   * Completes once every loop acts on {@code snapshot}; fails when one of them could not, and then
   * nobody may count on it.
   */
  Future<Void> putEverywhere(PolicySnapshot snapshot) {
    latest = snapshot;
    return everywhere(loop -> loop.run(() -> loop.put(snapshot)));
  }

  private Future<Void> everywhere(Function<LoopPolicy, Future<Void>> step) {
    return Future.join(loops.stream().map(step).toList()).mapEmpty();
  }
}
