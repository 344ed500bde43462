package io.portcullis.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What lies between one process and the database. Either direction can be held for a while or for
 * ever. Bytes of one connection keep their order, those of two do not, and what was sent before a
 * connection was closed may still arrive and be carried out.
 */
final class SimNetwork {
  private static final long FOR_EVER = Long.MAX_VALUE / 4;

  private final SimWorld world;
  private final SimProcess process;
  private final List<Connection> open = new ArrayList<>();
  private long upHeldUntil;
  private long downHeldUntil;
  private long refusedUntil;
  private boolean isSlow;
  private boolean isDeaf;

  SimNetwork(SimWorld world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  /** One connection, seen from the process. */
  final class Connection {
    private final Runnable onClosed;
    private final int life = process.life();
    private long lastUp;
    private long lastDown;
    private boolean isClosed;
    private boolean isBroken;

    private Connection(Runnable onClosed) {
      this.onClosed = onClosed;
      open.add(this);
    }

    /** Sends a statement; {@code answer} is called if the answer comes while this is open. */
    <T> void ask(Supplier<T> statement, Consumer<T> answer) {
      lastUp = Math.max(lastUp, Math.max(world.now(), upHeldUntil) + latency());
      world.at(
          lastUp,
          () -> {
            if (world.now() < refusedUntil) {
              world.at(refusedUntil, () -> carryOut(statement, answer));
            } else {
              carryOut(statement, answer);
            }
          });
    }

    private <T> void carryOut(Supplier<T> statement, Consumer<T> answer) {
      if (!isBroken) {
        T result = statement.get();
        tell(() -> answer.accept(result));
      }
    }

    /** Carries word from the database to the process. */
    void tell(Runnable word) {
      lastDown = Math.max(lastDown, Math.max(world.now(), downHeldUntil) + latency());
      world.at(
          lastDown,
          () -> {
            if (life == process.life()) {
              process.run(
                  () -> {
                    if (!isClosed) {
                      word.run();
                    }
                  });
            }
          });
    }

    void notified(Runnable word) {
      if (!isClosed && !isBroken && !isDeaf) {
        tell(word);
      }
    }

    /** Whatever is sent from here on arrives after {@code span} at the earliest. */
    void delay(long span) {
      lastUp = Math.max(lastUp, world.now() + span);
    }

    /** Whether what was sent may still reach the database. */
    boolean mayStillArrive() {
      return !isBroken && lastUp < FOR_EVER;
    }

    void close() {
      isClosed = true;
      open.remove(this);
    }

    private void breakOff() {
      isBroken = true;
      tell(onClosed);
    }
  }

  /**
   * @param onClosed called when the other side closes it and word of that arrives
   */
  Connection connect(Runnable onClosed) {
    return new Connection(onClosed);
  }

  private long latency() {
    if (isSlow) {
      return world.between(SimWorld.MILLI, 300 * SimWorld.MILLI);
    }
    return world.chance(0.9)
        ? world.between(5 * SimWorld.MICRO, 200 * SimWorld.MICRO)
        : world.between(200 * SimWorld.MICRO, 20 * SimWorld.MILLI);
  }

  void hold(boolean up, boolean down, long span) {
    upHeldUntil = up ? world.now() + span : upHeldUntil;
    downHeldUntil = down ? world.now() + span : downHeldUntil;
  }

  /** The connections of this moment never carry anything again, and nobody is told. */
  void halfOpen() {
    for (Connection connection : open) {
      connection.lastUp = FOR_EVER;
      connection.lastDown = FOR_EVER;
    }
  }

  void cut() {
    List.copyOf(open).forEach(Connection::breakOff);
  }

  /** The database is down: connections are gone, and new ones wait until it is back. */
  void refuse(long span) {
    refusedUntil = world.now() + span;
    cut();
  }

  void slow(boolean slow) {
    isSlow = slow;
  }

  /** Notifications do not arrive, as behind a pooler. */
  void deaf(boolean deaf) {
    isDeaf = deaf;
  }

  void heal() {
    upHeldUntil = 0;
    downHeldUntil = 0;
    isSlow = false;
    isDeaf = false;
  }
}
