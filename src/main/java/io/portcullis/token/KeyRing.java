package io.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.portcullis.policy.Issuer;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.InstantSource;

/** The keys of all issuers in use. What no token has asked for in a day is forgotten. */
final class KeyRing {
  private static final int MOST_SOURCES = 10_000;

  private final Cache<KeySource, IssuerKeys> sources =
      Caffeine.newBuilder()
          .maximumSize(MOST_SOURCES)
          .expireAfterAccess(Duration.ofHours(24))
          .build();
  private final KeyLoader loader;
  private final Context owner;
  private final InstantSource clock;

  KeyRing(KeyLoader loader, Context owner, InstantSource clock) {
    this.loader = loader;
    this.owner = owner;
    this.clock = clock;
  }

  IssuerKeys of(Issuer issuer) {
    return sources.get(
        KeySource.of(issuer), source -> new IssuerKeys(source, loader, owner, clock));
  }
}
