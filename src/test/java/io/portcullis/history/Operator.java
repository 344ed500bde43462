package io.portcullis.history;

import io.portcullis.history.History.Act;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One operator who changes rights at random, one after the other. */
final class Operator implements Runnable {
  private static final int LONGEST_PAUSE_MILLIS = 60;

  private final Rights rights;
  private final List<String> names;
  private final History history;
  private final Random random;
  private final Supplier<Boolean> isOver;
  private final Map<String, Boolean> given = new HashMap<>();

  Operator(
      Rights rights, List<String> names, History history, long seed, Supplier<Boolean> isOver) {
    this.rights = rights;
    this.names = names;
    this.history = history;
    this.random = new Random(seed);
    this.isOver = isOver;
  }

  @Override
  public void run() {
    while (!isOver.get()) {
      String right = names.get(random.nextInt(names.size()));
      change(right, !given.getOrDefault(right, true));
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS) + 1));
    }
  }

  /** Gives every right, so that nothing ends in the unknown. */
  void giveAll() {
    names.forEach(right -> change(right, true));
  }

  private void change(String right, boolean gives) {
    long start = System.nanoTime();
    boolean isConfirmed = false;
    try {
      HttpResponse<String> answer =
          gives ? rights.give(right) : rights.take(right, random.nextInt(2));
      isConfirmed = Rights.isConfirmed(answer);
    } catch (IllegalStateException failure) {
      // no answer: nobody knows
    }
    history.add(new Act(right, gives, start, System.nanoTime(), isConfirmed));
    given.put(right, gives);
  }
}
