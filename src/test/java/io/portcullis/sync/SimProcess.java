package io.portcullis.sync;

/**
 * A process with clocks of its own, which run too fast or too slow, jump, and stand still while its
 * machine is suspended; it can be stopped for a while and killed.
 */
class SimProcess {
  /** By how much clocks may be wrong, in thousandths; {@link LeaseBound} allows for as much. */
  static final int DRIFT = 100;

  protected final SimWorld world;
  private final int rate;
  private final long epoch;
  private long suspended;
  private long jumped;
  private long stoppedUntil;
  private int life;
  private int stops;

  /**
   * @param drift by how many thousandths its clocks run too fast
   */
  SimProcess(SimWorld world, int drift) {
    this.world = world;
    this.rate = 1000 + drift;
    this.epoch = world.bits() >> 8;
  }

  /** Any drift there may be, the worst more often. */
  static int anyDrift(SimWorld world) {
    return switch (world.below(4)) {
      case 0 -> -DRIFT;
      case 1 -> DRIFT;
      default -> world.below(2 * DRIFT + 1) - DRIFT;
    };
  }

  /** The clocks as this process reads them. */
  class Clock implements LeaseClock {
    @Override
    public long nanos() {
      return epoch + (world.now() - suspended) * rate / 1000;
    }

    @Override
    public long wallMillis() {
      return (1L << 40) + (world.now() * rate / 1000 + jumped) / SimWorld.MILLI;
    }
  }

  /** True time until the monotonic clock has gone on by {@code nanos}. */
  long trueTime(long nanos) {
    return (nanos * 1000 + rate - 1) / rate;
  }

  /** Runs {@code task} as soon as this process runs; never if it is killed before. */
  void run(Runnable task) {
    run(life, task);
  }

  private void run(int born, Runnable task) {
    if (born != life) {
      return;
    }
    if (world.now() < stoppedUntil) {
      world.at(stoppedUntil, () -> run(born, task));
    } else {
      task.run();
    }
  }

  /** Runs {@code task} once this process's clock has gone on by {@code nanos}. */
  void timer(long nanos, Runnable task) {
    int born = life;
    world.after(trueTime(nanos), () -> run(born, task));
  }

  boolean isStopped() {
    return world.now() < stoppedUntil;
  }

  /** How often it has been stopped. */
  int stops() {
    return stops;
  }

  /** Takes that long in the middle of something, while all else goes on; longer if stopped. */
  void pause(long span) {
    world.runUntil(world.now() + span);
    while (isStopped()) {
      world.runUntil(stoppedUntil);
    }
  }

  int life() {
    return life;
  }

  void stop(long span) {
    stops++;
    stoppedUntil = Math.max(stoppedUntil, world.now() + span);
  }

  /** The monotonic clock stands still meanwhile. */
  void suspend(long span) {
    if (!isStopped()) {
      suspended += span;
      stop(span);
    }
  }

  /** The time of day jumps. */
  void jump(long nanos) {
    jumped += nanos;
  }

  void kill() {
    life++;
    stoppedUntil = 0;
  }
}
