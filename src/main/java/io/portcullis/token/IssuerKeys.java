package io.portcullis.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one source through their life, shared by all event loops: everything is read from one
 * immutable {@link KeyState}, and at most one fetch is under way, on the owner's event loop.
 *
 * <p>Nothing runs by itself. A token that comes late in the keys' life starts the next fetch, and
 * one that comes after its end waits for it; an issuer that nobody uses costs nothing.
 *
 * <p>Anybody can name keys that do not exist, and an issuer may publish a new one at any moment. So
 * a name is unknown only by an answer that the issuer was asked for after the token came; such
 * fetches keep a pause between them, for which the tokens wait.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private static final int MOST_WAITING = 16_384;
  private static final Future<Void> TOO_MANY =
      Future.failedFuture("too many tokens wait for the issuer's keys");

  private final KeySource source;
  private final KeyLoader loader;
  private final Context owner;
  private final InstantSource clock;
  private final AbsentKeys absent;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<@Nullable Future<Void>> underWay = new AtomicReference<>();
  private final AtomicReference<@Nullable Future<Void>> planned = new AtomicReference<>();
  private volatile KeyState state = KeyState.NONE;

  IssuerKeys(KeySource source, KeyLoader loader, Context owner, InstantSource clock) {
    this.source = source;
    this.loader = loader;
    this.owner = owner;
    this.clock = clock;
    this.absent = new AbsentKeys(clock);
  }

  KeyState state() {
    return state;
  }

  /** The number of the newest fetch: what a token that comes now can have been too late for. */
  long begun() {
    return begun.get();
  }

  /**
   * Sees to it that the keys are as fresh as they should be.
   *
   * @return what a token has to wait for, or null if nothing; failed at once when too many wait,
   *     and never later
   */
  @Nullable Future<Void> freshen(Instant now) {
    KeyState seen = state;
    if (!seen.isRefreshDue(now)) {
      return null;
    }
    Future<Void> running = underWay.get();
    Future<Void> fetch = running == null ? fetch(seen, seen) : running;
    return seen.isUsable(now) ? null : queued(fetch);
  }

  /**
   * Looks whether the issuer has published a key that is not held.
   *
   * @param since {@link #begun} when the token came
   * @return what the token has to wait for, or null if nothing; failed at once when too many wait,
   *     and never later
   */
  @Nullable Future<Void> search(WantedKey wanted, long since, Instant now) {
    if (isAbsent(wanted, since)) {
      return null;
    }
    Future<Void> running = underWay.get();
    if (running != null) {
      return queued(running);
    }
    KeyState seen = state;
    if (seen.isBackedOff(now)) {
      return null;
    }
    return queued(seen.isSearchAllowed(now) ? fetch(seen, seen.searched(now)) : plan(seen, now));
  }

  /**
   * Whether the issuer has said, when asked after {@code since} or just before, that it lacks it.
   */
  boolean isAbsent(WantedKey wanted, long since) {
    if (state.answered() > since) {
      absent.add(wanted);
      return true;
    }
    return absent.contain(wanted);
  }

  private Future<Void> queued(Future<Void> fetch) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return TOO_MANY;
    }
    return fetch.onComplete(done -> waiting.decrementAndGet());
  }

  /** One fetch at the end of the pause, for all tokens that came within it. */
  private Future<Void> plan(KeyState seen, Instant now) {
    Promise<Void> done = Promise.promise();
    Future<Void> before = planned.compareAndExchange(null, done.future());
    if (before != null) {
      return before;
    }
    long pause = Math.max(1, Duration.between(now, seen.searchAt()).toMillis());
    long soFar = begun.get();
    owner.runOnContext(start -> owner.owner().setTimer(pause, due -> fetchAsPlanned(done, soFar)));
    return done.future();
  }

  /** Unless a token that came once the pause was over has begun one, after all of these came. */
  private void fetchAsPlanned(Promise<Void> done, long before) {
    planned.set(null);
    KeyState seen = state;
    Future<Void> running = underWay.get();
    if (begun.get() == before) {
      fetch(seen, seen.searched(clock.instant())).onComplete(done);
    } else if (running != null) {
      running.onComplete(done);
    } else {
      done.complete();
    }
  }

  /** Starts a fetch unless one is under way, or has ended since the caller looked. */
  private Future<Void> fetch(KeyState seen, KeyState during) {
    Promise<Void> done = Promise.promise();
    Future<Void> running = underWay.compareAndExchange(null, done.future());
    if (running != null) {
      return running;
    }
    if (!state.equals(seen)) {
      underWay.set(null);
      done.complete();
      return done.future();
    }
    state = during;
    long number = begun.incrementAndGet();
    owner.runOnContext(
        start -> {
          if (number == 1) {
            restore(number, done);
          } else {
            load(number, done);
          }
        });
    return done.future();
  }

  /** Before it asks the issuer for the first time. */
  private void restore(long number, Promise<Void> done) {
    loader
        .restore(source)
        .onComplete(
            archived -> {
              if (archived.result() == null) {
                load(number, done);
              } else {
                state = state.restored(archived.result());
                loader.note(state.freshness(source, clock.instant()));
                underWay.set(null);
                done.complete();
              }
            });
  }

  private void load(long number, Promise<Void> done) {
    Future.succeededFuture()
        .compose(called -> loader.load(source, clock))
        .onComplete(result -> finish(number, result, done));
  }

  private void finish(long number, AsyncResult<FetchedKeys> result, Promise<Void> done) {
    KeyState before = state;
    Instant now = clock.instant();
    state =
        result.succeeded()
            ? before.fetched(result.result(), number)
            : before.failed(String.valueOf(result.cause().getMessage()), now);
    loader.note(state.freshness(source, now));
    underWay.set(null);
    report(before, state);
    done.complete();
  }

  private void report(KeyState before, KeyState after) {
    if (after.hasFailed() && !before.hasFailed()) {
      LOG.warn("Keys of {} cannot be fetched: {}", source, after.problem());
    } else if (before.hasFailed() && !after.hasFailed()) {
      LOG.info("Keys of {} are back after {} failures", source, before.failures());
    }
  }
}
