package io.portcullis.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs many schedules, on every core, until all are through or one is not as promised. */
final class Simulation {
  private final AtomicLong schedules = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong decisions = new AtomicLong();
  private final AtomicLong admitted = new AtomicLong();
  private final AtomicLong confirmations = new AtomicLong();
  private final AtomicLong outwaited = new AtomicLong();
  private final AtomicReference<@Nullable Violation> violation = new AtomicReference<>();
  private final BrokenRule broken;
  private final @Nullable Consumer<String> journal;

  /**
   * The first that was found.
   *
   * @param number how many schedules had been tried
   */
  record Violation(long seed, long number, String what) {
    @Override
    public String toString() {
      return "seed " + seed + ", schedule " + number + ": " + what;
    }
  }

  /**
   * @param journal is told what happens, or null
   */
  Simulation(BrokenRule broken, @Nullable Consumer<String> journal) {
    this.broken = broken;
    this.journal = journal;
  }

  /** Runs the schedules of seeds from {@code seed} on; returns what was violated, or null. */
  @Nullable Violation run(long count, long seed) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
      threads.add(
          new Thread(
              () -> {
                long number = next.getAndIncrement();
                while (number < count && mayComeFirst(number + 1)) {
                  runOne(seed + number, number + 1);
                  number = next.getAndIncrement();
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return violation.get();
  }

  private void runOne(long seed, long number) {
    try {
      count(new SimSchedule(seed, broken, journal).run(), seed, number);
    } catch (RuntimeException failure) {
      found(new Violation(seed, number, "failed with " + failure));
      throw failure;
    }
  }

  private void count(SimSchedule.Outcome outcome, long seed, long number) {
    schedules.incrementAndGet();
    events.addAndGet(outcome.events());
    decisions.addAndGet(outcome.decisions());
    admitted.addAndGet(outcome.admitted());
    confirmations.addAndGet(outcome.confirmations());
    outwaited.addAndGet(outcome.outwaited());
    if (outcome.violation() != null) {
      found(new Violation(seed, number, outcome.violation()));
    }
  }

  /** The same is found first, however the threads run. */
  private void found(Violation next) {
    violation.accumulateAndGet(
        next, (one, other) -> one == null || other.number < one.number ? other : one);
  }

  private boolean mayComeFirst(long number) {
    Violation known = violation.get();
    return known == null || number < known.number;
  }

  @Override
  public String toString() {
    return "%,d schedules, %,d events, %,d decisions (%,d admitted), %,d changes confirmed (%,d by outwaiting a lease)"
        .formatted(
            schedules.get(),
            events.get(),
            decisions.get(),
            admitted.get(),
            confirmations.get(),
            outwaited.get());
  }
}
