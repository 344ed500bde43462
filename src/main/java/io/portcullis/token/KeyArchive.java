package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where issuers' keys outlive the process, so that a gateway can start while an issuer is down.
 * Called on an event loop; must not block it.
 */
public interface KeyArchive {
  /** Forgets everything. */
  KeyArchive NONE =
      new KeyArchive() {
        @Override
        public Future<@Nullable Entry> find(String source) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Void> keep(String source, Entry entry) {
          return Future.succeededFuture();
        }

        @Override
        public void note(KeyFreshness freshness) {}
      };

  /**
   * What an issuer published.
   *
   * @param document its JWK Set, as it came
   * @param maxAge how long it said that the keys may be used, or null if it did not
   * @param fetchedAt when it said so
   */
  record Entry(Buffer document, @Nullable Duration maxAge, Instant fetchedAt) {}

  /** Finds what {@link #keep} kept last under this name, by any gateway; null if nothing. */
  Future<@Nullable Entry> find(String source);

  /** Keeps it, unless something newer is kept. */
  Future<Void> keep(String source, Entry entry);

  /** Takes note of how a fetch has ended. */
  void note(KeyFreshness freshness);
}
