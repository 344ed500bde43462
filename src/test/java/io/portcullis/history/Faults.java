package io.portcullis.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Breaks things at random, one at a time, and mends them again. */
final class Faults implements Runnable {
  private final List<GatewayProcess> gateways;
  private final Path postgres;
  private final Random random;
  private final Supplier<Boolean> isOver;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<Integer, List<Long>> kills = new TreeMap<>();

  Faults(List<GatewayProcess> gateways, Path postgres, long seed, Supplier<Boolean> isOver) {
    this.gateways = gateways;
    this.postgres = postgres;
    this.random = new Random(seed);
    this.isOver = isOver;
  }

  /** How often each was done. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** When which gateway was killed, on the monotonic clock. */
  Map<Integer, List<Long>> kills() {
    return kills;
  }

  @Override
  public void run() {
    while (!isOver.get()) {
      int victim = random.nextInt(gateways.size());
      disturb(victim, gateways.get(victim));
      pause(500, 1500);
    }
  }

  private void disturb(int index, GatewayProcess victim) {
    switch (random.nextInt(7)) {
      case 0 -> {
        count("gateway paused");
        victim.signal("STOP");
        pause(300, 5000);
        victim.signal("CONT");
      }
      case 1 -> hold("gateway cut off", victim, true, true);
      case 2 -> hold("nothing reaches PostgreSQL", victim, true, false);
      case 3 -> hold("nothing comes from PostgreSQL", victim, false, true);
      case 4 -> {
        count("connections closed");
        victim.proxy().cut();
      }
      case 5 -> {
        count("PostgreSQL paused");
        Signals.toPostgres(postgres, "STOP");
        pause(300, 3500);
        Signals.toPostgres(postgres, "CONT");
      }
      default -> {
        count("gateway killed");
        kills.computeIfAbsent(index, gateway -> new ArrayList<>()).add(System.nanoTime());
        victim.kill();
        victim.start();
        victim.awaitReady();
      }
    }
  }

  private void hold(String name, GatewayProcess victim, boolean up, boolean down) {
    count(name);
    victim.proxy().hold(up, down);
    pause(300, 5000);
    victim.proxy().heal();
  }

  private void count(String name) {
    counts.merge(name, 1, Integer::sum);
  }

  private void pause(int fromMillis, int toMillis) {
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(fromMillis + random.nextInt(toMillis - fromMillis)));
  }
}
