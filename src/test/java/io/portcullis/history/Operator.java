package io.portcullis.history;

import io.portcullis.history.History.Act;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private final Wallet wallet;
  private final List<String> names;
  private final List<String> users;
  private final History history;
  private final Random random;
  private final Supplier<Boolean> isOver;
  private final Map<String, Boolean> given = new HashMap<>();

  /** Users who were signed out, and the second after which a new token is surely later. */
  private final Map<String, Long> signedOut = new HashMap<>();

  /** Users of whom nobody knows up to when they were signed out: it is done again. */
  private final Deque<String> unsettled = new ArrayDeque<>();

  Operator(
      Rights rights,
      Wallet wallet,
      List<String> names,
      History history,
      long seed,
      Supplier<Boolean> isOver) {
    this.rights = rights;
    this.wallet = wallet;
    this.names = names;
    this.users = names.stream().filter(name -> name.startsWith("user-")).toList();
    this.history = history;
    this.random = new Random(seed);
    this.isOver = isOver;
  }

  @Override
  public void run() {
    // each kind at least once, however short the round and whatever chance has it
    signOut(users.get(random.nextInt(users.size())));
    revoke(wallet.inUse(random));
    while (!isOver.get()) {
      signInAgain();
      act();
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS) + 1));
    }
  }

  private void act() {
    int what = random.nextInt(20);
    if (!unsettled.isEmpty()) {
      signOut(unsettled.remove());
    } else if (what == 0) {
      signOut(users.get(random.nextInt(users.size())));
    } else if (what < 5) {
      revoke(wallet.inUse(random));
    } else {
      String right = names.get(random.nextInt(names.size()));
      change(right, !given.getOrDefault(right, true));
    }
  }

  private void signOut(String user) {
    String session = wallet.session(user);
    long start = System.nanoTime();
    boolean isConfirmed = false;
    boolean isCommitted = false;
    try {
      HttpResponse<String> answer = rights.signOut(user);
      isConfirmed = Rights.isConfirmed(answer);
      isCommitted = answer.statusCode() / 100 == 2;
    } catch (IllegalStateException failure) {
      // no answer: nobody knows
    }
    history.add(new Act(session, false, start, System.nanoTime(), isConfirmed));
    if (isCommitted) {
      signedOut.put(user, Instant.now().getEpochSecond());
    } else {
      signedOut.remove(user);
      unsettled.add(user);
    }
  }

  /** Tokens say whole seconds, so one of the second of the sign-out is taken for an earlier one. */
  private void signInAgain() {
    long now = Instant.now().getEpochSecond();
    List<String> due = users.stream().filter(u -> signedOut.getOrDefault(u, now) < now).toList();
    due.forEach(wallet::startSession);
    due.forEach(signedOut::remove);
  }

  private void revoke(Wallet.Token token) {
    long start = System.nanoTime();
    boolean isConfirmed = false;
    try {
      isConfirmed = Rights.isConfirmed(rights.revoke(token, random.nextInt(3)));
    } catch (IllegalStateException failure) {
      // no answer: nobody knows
    }
    history.add(new Act(token.name(), false, start, System.nanoTime(), isConfirmed));
    boolean isSignedOut = signedOut.containsKey(token.user()) || unsettled.contains(token.user());
    if (!isSignedOut) { // else another token would be of the next session already
      wallet.replace(token.client(), token.user());
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
