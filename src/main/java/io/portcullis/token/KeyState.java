package io.portcullis.token;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of an issuer's keys at one time. Immutable, so that every event loop reads it
 * without asking anybody.
 *
 * @param retryAt no fetch before this, because the last ones failed
 * @param searchAt no fetch for an unknown key before this, because there was one
 * @param answered the number of the newest fetch that the issuer answered; 0 before the first
 * @param failures how many fetches have failed since the last that did not
 * @param problem what was wrong with the last one; empty when nothing was
 */
record KeyState(
    Held held, Instant retryAt, Instant searchAt, long answered, int failures, String problem) {
  static final KeyState NONE =
      new KeyState(
          new Held(KeySet.EMPTY, Instant.MIN, Instant.MIN, Instant.MIN, Instant.MIN),
          Instant.MIN,
          Instant.MIN,
          0,
          0,
          "");

  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);
  private static final Duration USUAL_LIFE = Duration.ofMinutes(10);
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(2);
  private static final int LONGEST_BACK_OFF_SECONDS = 64;

  /**
   * Keys and their age.
   *
   * @param fetchedAt when the issuer gave them
   * @param refreshAt from when on they are fetched again while they go on being used
   * @param expireAt from when on a token waits for that fetch, unless the issuer is known to be
   *     down; so a key that was withdrawn is used no longer than this
   * @param endAt from when on they are not used at all
   */
  record Held(KeySet keys, Instant fetchedAt, Instant refreshAt, Instant expireAt, Instant endAt) {

    private static Held of(FetchedKeys fetched) {
      Instant now = fetched.at();
      Duration life = clamp(fetched.maxAge() == null ? USUAL_LIFE : fetched.maxAge());
      return new Held(
          fetched.keys(),
          now,
          now.plus(life.multipliedBy(4).dividedBy(5)),
          now.plus(life),
          now.plus(LONGEST_LIFE));
    }

    private static Duration clamp(Duration life) {
      Duration atLeast = life.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : life;
      return atLeast.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : atLeast;
    }
  }

  /** The keys that tokens may be checked with. */
  KeySet keys(Instant now) {
    return now.isBefore(held.endAt()) ? held.keys() : KeySet.EMPTY;
  }

  boolean isRefreshDue(Instant now) {
    return !now.isBefore(held.refreshAt()) && !isBackedOff(now);
  }

  /** Whether the issuer is left in peace because it failed lately. */
  boolean isBackedOff(Instant now) {
    return now.isBefore(retryAt);
  }

  boolean isSearchAllowed(Instant now) {
    return !now.isBefore(searchAt);
  }

  /** Whether tokens need not wait for a refresh that is under way. */
  boolean isUsable(Instant now) {
    return now.isBefore(held.expireAt()) || (failures > 0 && now.isBefore(held.endAt()));
  }

  boolean hasFailed() {
    return failures > 0;
  }

  /**
   * With what the issuer has answered.
   *
   * @param number of the fetch
   */
  KeyState fetched(FetchedKeys fetched, long number) {
    return new KeyState(Held.of(fetched), Instant.MIN, searchAt, number, 0, "");
  }

  /** With what the issuer answered in the life of an earlier process. */
  KeyState restored(FetchedKeys archived) {
    return new KeyState(Held.of(archived), retryAt, searchAt, answered, failures, problem);
  }

  /** Keeps the keys, and doubles the time to the next attempt. */
  KeyState failed(String why, Instant now) {
    int seconds = Math.min(1 << Math.min(failures, 16), LONGEST_BACK_OFF_SECONDS);
    return new KeyState(held, now.plusSeconds(seconds), searchAt, answered, failures + 1, why);
  }

  KeyState searched(Instant now) {
    return new KeyState(held, retryAt, now.plus(BETWEEN_SEARCHES), answered, failures, problem);
  }

  /** What there is to tell of them after a fetch that ended at {@code now}. */
  KeyFreshness freshness(KeySource source, Instant now) {
    boolean isHeld = !keys(now).isEmpty();
    Instant next = retryAt.isAfter(held.refreshAt()) ? retryAt : held.refreshAt();
    return new KeyFreshness(
        source.name(),
        isHeld ? held.fetchedAt() : null,
        isHeld && answered == 0,
        next.isAfter(now) ? next : now,
        isHeld ? held.endAt() : null,
        now,
        failures,
        problem);
  }
}
