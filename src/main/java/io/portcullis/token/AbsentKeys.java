package io.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Keys that an issuer was asked for lately and did not have, so that a token that names one of them
 * again costs nothing. Bounded in memory: beyond that the names are forgotten, not the rule.
 */
final class AbsentKeys {
  /** A key that is published late is found by the first token after this. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final long MOST_BYTES = 4L << 20;

  private final Cache<WantedKey, Boolean> keys;

  AbsentKeys(InstantSource clock) {
    this.keys =
        Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((WantedKey key, Boolean yes) -> key.weight())
            .expireAfterWrite(REMEMBERED)
            .ticker(() -> nanos(clock.instant()))
            .executor(Runnable::run)
            .build();
  }

  private static long nanos(Instant now) {
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  void add(WantedKey key) {
    keys.put(key, Boolean.TRUE);
  }

  boolean contain(WantedKey key) {
    return keys.getIfPresent(key) != null;
  }
}
