package io.portcullis.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one source through their life, shared by all event loops: everything is read from one
 * immutable {@link KeyState}, and at most one fetch is under way, on the owner's event loop.
 *
 * <p>There are no timers. A token that comes late in the keys' life starts the next fetch, and one
 * that comes after its end waits for it; an issuer that nobody uses costs nothing.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final KeySource source;
  private final Supplier<Future<FetchedKeys>> loader;
  private final Context owner;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Future<Void>> underWay = new AtomicReference<>();
  private volatile KeyState state = KeyState.NONE;

  IssuerKeys(KeySource source, KeyLoader loader, Context owner, InstantSource clock) {
    this.source = source;
    this.loader = () -> loader.load(source);
    this.owner = owner;
    this.clock = clock;
  }

  KeyState state() {
    return state;
  }

  /**
   * Sees to it that the keys are as fresh as they should be.
   *
   * @return what a token has to wait for, or null if nothing; it never fails
   */
  @Nullable Future<Void> freshen(Instant now) {
    KeyState seen = state;
    if (!seen.isRefreshDue(now)) {
      return null;
    }
    Future<Void> running = underWay.get();
    Future<Void> fetch = running == null ? fetch(seen, seen) : running;
    return seen.isUsable(now) ? null : fetch;
  }

  /**
   * Looks whether the issuer has published a key that is not held yet. Anybody can name unknown
   * keys, so between two such fetches there is a pause in which unknown is final.
   *
   * @return what a token has to wait for, or null if the answer is no; it never fails
   */
  @Nullable Future<Void> search(Instant now) {
    Future<Void> running = underWay.get();
    if (running != null) {
      return running;
    }
    KeyState seen = state;
    return seen.isSearchAllowed(now) ? fetch(seen, seen.searched(now)) : null;
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
    owner.runOnContext(
        start ->
            Future.succeededFuture()
                .compose(begun -> loader.get())
                .onComplete(result -> finish(result, done)));
    return done.future();
  }

  private void finish(AsyncResult<FetchedKeys> result, Promise<Void> done) {
    KeyState before = state;
    Instant now = clock.instant();
    state =
        result.succeeded()
            ? before.fetched(result.result(), now)
            : before.failed(String.valueOf(result.cause().getMessage()), now);
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
