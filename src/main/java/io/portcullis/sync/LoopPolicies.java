package io.portcullis.sync;

import io.portcullis.policy.PolicySnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** The policy of every event loop. Used on the replica's own event loop alone. */
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

    private Future<Void> turn() {
      Promise<Void> done = Promise.promise();
      loop.runOnContext(turn -> done.complete());
      return done.future();
    }

    /** Completes once this loop acts on {@code changed}, and can act on nothing older again. */
    private Future<Void> put(PolicySnapshot changed) {
      Promise<Void> done = Promise.promise();
      loop.runOnContext(
          turn -> {
            PolicySnapshot before = snapshot;
            snapshot = changed;
            isLoaded = changed != PolicySnapshot.EMPTY;
            try {
              listener.changed(before, changed);
              done.complete();
            } catch (RuntimeException failure) {
              done.fail(failure); // never acknowledged, so nobody counts on it
            }
          });
      return done.future();
    }
  }

  void add(LoopPolicy added) {
    loops.add(added);
    added.put(latest);
  }

  /** Completes once every loop has ended the turn it was in. */
  Future<Void> barrier() {
    return Future.all(loops.stream().map(LoopPolicy::turn).toList()).mapEmpty();
  }

  Future<Void> putEverywhere(PolicySnapshot snapshot) {
    latest = snapshot;
    return Future.all(loops.stream().map(loop -> loop.put(snapshot)).toList()).mapEmpty();
  }
}
