package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is promised, held against everything that happens in a simulation. */
final class SimPromise {
  /** Timers are exact here; what is left is for rounding. */
  private static final Duration SLACK = Duration.ofMillis(2);

  private final SimWorld world;
  private final SimStore store;
  private final BrokenRule broken;

  /** For each item, the revision whose confirmed change settled it; 0 while that is open. */
  private final long[] settledIn = new long[SimStore.ITEMS];

  /** How many changes of each item are under way, or may yet be carried out. */
  private final int[] underWay = new int[SimStore.ITEMS];

  private int settledBits;
  private PolicyRevision confirmed = PolicyRevision.NONE;
  private @Nullable String violation;
  private long decisions;
  private long admitted;
  private long confirmations;
  private long outwaited;

  SimPromise(SimWorld world, SimStore store, BrokenRule broken) {
    this.world = world;
    this.store = store;
    this.broken = broken;
  }

  /** A change of {@code item} is asked for, so either answer is right until it is confirmed. */
  void asked(int item) {
    settledIn[item] = 0;
    underWay[item]++;
  }

  /** A change of {@code item} that was asked for is no longer under way, whatever became of it. */
  void over(int item) {
    underWay[item]--;
  }

  /**
   * The admin call that changed {@code item} has answered, and is over.
   *
   * @param failovers how many there had been when it was asked: a lost change settles nothing
   */
  void answered(
      int item, int failovers, Confirmation confirmation, Duration patience, boolean wasStopped) {
    if (!wasStopped && confirmation.elapsed().compareTo(patience.plus(SLACK)) > 0) {
      violate("a call took " + confirmation.elapsed() + " with a bound of " + patience);
    }
    world.note(() -> SimStore.name(item) + " answered with " + confirmation);
    if (!confirmation.isComplete() || failovers != store.failovers() || !store.isWhole()) {
      return;
    }
    confirmations++;
    outwaited += confirmation.expired() > 0 ? 1 : 0;
    PolicyRevision revision = confirmation.revision();
    if (revision.isAtLeast(confirmed)) {
      confirmed = revision;
    }
    if (confirmed.isAtLeast(store.changedIn(item))) {
      settle(item);
    }
  }

  private void settle(int item) {
    if (underWay[item] == 0) {
      settledIn[item] = Math.max(1, store.changedIn(item).number());
      settledBits = (settledBits & ~(1 << item)) | (store.has(item) ? 1 << item : 0);
    }
  }

  /**
   * An operator took what the database holds after a failover for the policy to go by. From here on
   * nobody may act on anything else, nor on anything older.
   */
  void accepted() {
    confirmed = store.head().revision();
    for (int item = 0; item < SimStore.ITEMS; item++) {
      settledIn[item] = 0;
      settle(item);
    }
  }

  PolicyRevision confirmed() {
    return confirmed;
  }

  /** A request was decided on {@code snapshot} just now, under a lease. */
  void decided(PolicySnapshot snapshot) {
    decisions++;
    int bits = SimStore.bits(snapshot);
    admitted += bits == 0 ? 0 : 1;
    for (int item = 0; item < SimStore.ITEMS; item++) {
      int bit = 1 << item;
      if (settledIn[item] != 0 && (bits & bit) != (settledBits & bit)) {
        violate(
            "%s decided as before its confirmed revision %d, on revision %s"
                .formatted(SimStore.name(item), settledIn[item], snapshot.revision()));
      }
    }
    if (broken == BrokenRule.SEQUENCE) {
      return; // revisions do not say what they hold then
    }
    if (snapshot.revision().compareTo(confirmed) < 0) {
      violate("revision %s in force, %s confirmed".formatted(snapshot.revision(), confirmed));
    }
    Integer state = store.stateAt(snapshot.revision());
    if (state == null || state != bits) {
      violate("the snapshot of revision " + snapshot.revision() + " is not what was committed");
    }
  }

  /** A request that was decided on {@code snapshot} earlier in this turn goes to its backend. */
  void forwarded(PolicySnapshot snapshot, UUID incarnation) {
    PolicyRevision acknowledged = store.acknowledgedBy(incarnation);
    if (acknowledged != null
        && snapshot.revision().compareTo(confirmed) < 0
        && acknowledged.isAtLeast(confirmed)) {
      violate("forwarded on " + snapshot.revision() + ", but had acknowledged " + acknowledged);
    }
  }

  void violate(String what) {
    if (violation == null) {
      world.note(() -> "VIOLATION " + what);
      violation = "at %.6f s: %s".formatted(world.now() / 1e9, what);
    }
  }

  @Nullable String violation() {
    return violation;
  }

  long decisions() {
    return decisions;
  }

  long admitted() {
    return admitted;
  }

  long confirmations() {
    return confirmations;
  }

  /** Of those, how many had to outwait a lease. */
  long outwaited() {
    return outwaited;
  }
}
