package io.portcullis.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the protocol under faults, all of it drawn from a seed: the same seed gives the same
 * run. Faults end after a while; then everything must be well again.
 */
final class SimSchedule {
  private static final int[] LEASES = {500, 500, 1000, 2400};
  private static final long RECOVERY = 20_000 * SimWorld.MILLI;

  /** Longer than a row that nobody owns any more can be waited for. */
  private static final long LAST_CALL = 5000 * SimWorld.MILLI;

  private final SimWorld world;
  private final SimStore store = new SimStore();
  private final SimPromise promise;
  private final List<SimAdmin> admins = new ArrayList<>();
  private final BrokenRule broken;
  private final Duration lease;
  private final List<SimReplica> replicas = new ArrayList<>();
  private final long length;
  private final boolean mayBeSuspended;

  /**
   * What came of it.
   *
   * @param violation what was not as promised, or null
   */
  record Outcome(
      @Nullable String violation,
      long events,
      long decisions,
      long admitted,
      long confirmations,
      long outwaited) {}

  /**
   * @param journal is told what happens, or null
   */
  SimSchedule(long seed, BrokenRule broken, @Nullable Consumer<String> journal) {
    world = new SimWorld(seed, journal);
    this.broken = broken;
    promise = new SimPromise(world, store, broken);
    int operators = 1 + world.below(2);
    for (int each = 0; each < operators; each++) {
      admins.add(
          new SimAdmin(
              world, store, promise, broken, this::requestEverywhere, SimProcess.anyDrift(world)));
    }
    lease = Duration.ofMillis(LEASES[world.below(LEASES.length)]);
    length = 4 * lease.toNanos();
    mayBeSuspended = world.chance(0.5);
    int count = 1 + world.below(3);
    for (int each = 0; each < count; each++) {
      SimReplica replica =
          new SimReplica(each, world, store, promise, broken, lease, SimProcess.anyDrift(world));
      replica.onBeat(() -> ambush(replica));
      replicas.add(replica);
      world.after(world.between(0, lease.toNanos()), replica::start);
    }
  }

  Outcome run() {
    plan(8 + world.below(12), () -> anyAdmin().change(patience()));
    plan(40, () -> any().request());
    plan(world.below(8), this::fault);
    if (world.chance(0.25)) {
      plan(8, store::replicate);
      plan(1 + world.below(2), this::failOver);
    }
    world.runUntil(length);
    recover();
    return new Outcome(
        promise.violation(),
        world.events(),
        promise.decisions(),
        promise.admitted(),
        promise.confirmations(),
        promise.outwaited());
  }

  private void plan(int times, Runnable what) {
    for (int time = 0; time < times; time++) {
      world.at(world.between(0, length), what);
    }
  }

  private Duration patience() {
    return Duration.ofMillis(world.chance(0.8) ? 3500 : world.between(0, 3000));
  }

  private SimReplica any() {
    return replicas.get(world.below(replicas.size()));
  }

  private SimAdmin anyAdmin() {
    return admins.get(world.below(admins.size()));
  }

  /** Whoever could still act on what was before would do so now. */
  private void requestEverywhere() {
    for (SimReplica replica : replicas) {
      replica.loops().forEach(SimLoop::request);
    }
  }

  /** A change right behind a heartbeat, whose sender is not heard of again for a long time. */
  private void ambush(SimReplica replica) {
    if (world.now() < length && world.chance(0.02)) {
      world.note(() -> "ambush on " + replica);
      if (world.chance(0.7)) {
        world.after(world.between(0, 200 * SimWorld.MICRO), () -> holdUnlessHealed(replica));
      }
      anyAdmin().change(patience());
    }
  }

  private void holdUnlessHealed(SimReplica replica) {
    if (world.now() < length) {
      replica.network().hold(true, true, span(4));
    }
  }

  /** Once for all failovers since the last time; where nothing can be lost it does nothing. */
  private void accept() {
    if (!store.isWhole()) {
      world.note(() -> "accepted");
      store.accept();
      promise.accepted();
    }
  }

  /** Some time that matters: up to so many leases. */
  private long span(int leases) {
    return world.between(0, leases * length / 4);
  }

  private void fault() {
    SimReplica replica = any();
    SimNetwork network = world.chance(0.15) ? anyAdmin().network() : replica.network();
    int kind = world.below(16);
    world.note(() -> "fault " + kind + " at " + replica);
    switch (kind) {
      case 0 -> network.hold(true, true, span(3));
      case 1 -> network.hold(true, false, span(3));
      case 2 -> network.hold(false, true, span(3));
      case 3 -> network.cut();
      case 4 -> network.halfOpen();
      case 5 -> slow(network);
      case 6 -> replica.network().deaf(true);
      case 7 -> replica.stop(span(3));
      case 8 -> replica.crash(span(2));
      case 9 -> replica.leave();
      case 10 -> hang(replica);
      case 11 -> restartStore();
      case 12 -> anyAdmin().stop(span(2));
      case 13 -> store.prune();
      case 14 -> jump(replica);
      default -> suspend(replica);
    }
  }

  private void slow(SimNetwork network) {
    network.slow(true);
    world.after(span(3), () -> network.slow(false));
  }

  private void hang(SimReplica replica) {
    if (!replica.loops().isEmpty()) {
      replica.loops().get(0).hang(span(3));
    }
  }

  private long restartStore() {
    long down = world.between(10 * SimWorld.MILLI, 1500 * SimWorld.MILLI);
    replicas.forEach(replica -> replica.network().refuse(down));
    admins.forEach(admin -> admin.network().refuse(down));
    return down;
  }

  /** A standby takes over without what it had not got yet; an operator accepts that later. */
  private void failOver() {
    world.note(() -> "failover");
    long down = restartStore();
    store.failOver();
    long leases = broken == BrokenRule.ACCEPTED_EARLY ? 0 : LeaseBound.outlasting(lease).toNanos();
    world.after(down + leases + world.between(0, lease.toNanos()), this::accept);
  }

  /**
   * Both clocks cannot be wrong at once: that a lease allows for one of them is all it promises.
   */
  private void jump(SimReplica replica) {
    long by = world.between(0, 3600_000) * SimWorld.MILLI;
    replica.jump(mayBeSuspended || world.chance(0.5) ? by : -by);
  }

  private void suspend(SimReplica replica) {
    if (mayBeSuspended) {
      replica.suspend(span(4));
    }
  }

  /** Everything is healed: all must be in force everywhere, and calls be quick again. */
  private void recover() {
    world.note(() -> "all is healed");
    replicas.forEach(SimReplica::calm);
    admins.forEach(admin -> admin.network().heal());
    if (!awaitFor(RECOVERY, this::isWell)) {
      promise.violate("not well again though nothing is wrong any more: " + state());
    }
    long before = promise.confirmations();
    anyAdmin().change(Duration.ofMillis(3500));
    if (!awaitFor(LAST_CALL, () -> promise.confirmations() > before && isWell())) {
      promise.violate("a change is not confirmed though nothing is wrong any more: " + state());
    }
  }

  private boolean isWell() {
    return store.isWhole()
        && admins.stream().noneMatch(admin -> admin.isStopped() || admin.isBusy())
        && replicas.stream().allMatch(SimReplica::isCurrent);
  }

  private String state() {
    return replicas.stream().filter(replica -> !replica.isCurrent()).toList()
        + (admins.stream().anyMatch(SimAdmin::isBusy) ? ", calls wait" : "");
  }

  private boolean awaitFor(long patience, BooleanSupplier condition) {
    long limit = world.now() + patience;
    while (world.now() < limit && !condition.getAsBoolean()) {
      world.runUntil(world.now() + 50 * SimWorld.MILLI);
    }
    return condition.getAsBoolean();
  }
}
