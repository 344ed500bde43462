package io.portcullis.sync;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** True time of a simulation, in nanoseconds, and what happens at which moment of it. */
final class SimWorld {
  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;

  private final SplittableRandom random;
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final @Nullable Consumer<String> journal;
  private long now;
  private long events;

  private record Due(long at, long order, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  /**
   * @param journal is told what happens, or null
   */
  SimWorld(long seed, @Nullable Consumer<String> journal) {
    this.journal = journal;
    this.random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  /** For a reader who wants to know how it came to something. */
  void note(Supplier<String> what) {
    if (journal != null) {
      journal.accept("%.6f %s".formatted(now / 1e9, what.get()));
    }
  }

  /** How much has happened so far. */
  long events() {
    return events;
  }

  void at(long moment, Runnable what) {
    queue.add(new Due(Math.max(moment, now), events++, what));
  }

  void after(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** May be called from what happens, which then takes that long while all else goes on. */
  void runUntil(long moment) {
    while (!queue.isEmpty() && queue.peek().at <= moment) {
      Due due = queue.remove();
      now = Math.max(now, due.at);
      due.what.run();
    }
    now = Math.max(now, moment);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long between(long low, long high) {
    return low >= high ? low : random.nextLong(low, high);
  }

  long bits() {
    return random.nextLong();
  }
}
