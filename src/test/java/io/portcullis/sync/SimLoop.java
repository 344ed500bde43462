package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import java.util.ArrayDeque;
import java.util.Queue;

/** An event loop of a replica: one turn at a time, any of which may take long. */
final class SimLoop {
  private final SimWorld world;
  private final SimReplica replica;
  private final int life;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private PolicySnapshot snapshot = PolicySnapshot.EMPTY;
  private boolean isInTurn;

  SimLoop(SimWorld world, SimReplica replica) {
    this.world = world;
    this.replica = replica;
    this.life = replica.life();
  }

  /** Puts a task behind those that wait. */
  void post(Runnable task) {
    tasks.add(task);
    world.after(world.between(0, 50 * SimWorld.MICRO), () -> replica.run(this::turn));
  }

  /** As {@link #post}, for what puts a policy in force. */
  void postSwap(Runnable swap) {
    if (replica.broken() == BrokenRule.SWAPPED_UNDER_DECISION && isInTurn) {
      replica.run(swap);
    } else {
      post(swap);
    }
  }

  private boolean isDead() {
    return life != replica.life();
  }

  private void turn() {
    if (isInTurn || tasks.isEmpty() || isDead()) {
      return;
    }
    isInTurn = true;
    tasks.remove().run();
    isInTurn = false;
    if (!tasks.isEmpty()) {
      world.after(0, () -> replica.run(this::turn));
    }
  }

  void put(PolicySnapshot next) {
    snapshot = next;
  }

  PolicyRevision revision() {
    return snapshot.revision();
  }

  void request() {
    post(this::decide);
  }

  /** The whole way of one request through one turn, with pauses where they would hurt. */
  private void decide() {
    PolicySnapshot read = snapshot;
    replica.mayPause(0.02);
    boolean isFresh = read != PolicySnapshot.EMPTY && replica.lease().isLive();
    if (!isFresh || isDead()) {
      return;
    }
    replica.promise().decided(read);
    replica.mayPause(0.02);
    if (!isDead()) {
      replica.promise().forwarded(read, replica.incarnation());
    }
  }

  /** A turn that takes long: a large body, garbage collection, a thread that gets no time. */
  void hang(long span) {
    post(() -> replica.pause(replica.isCalm() ? 0 : span));
  }

  /** As {@link #hang}, also where all is calm otherwise. */
  void hangAnyhow(long span) {
    post(() -> replica.pause(span));
  }
}
