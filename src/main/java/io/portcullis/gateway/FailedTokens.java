package io.portcullis.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps sources of forged tokens from having signatures checked without end. One for all event
 * loops of a process; none waits for another.
 */
final class FailedTokens {
  private static final int SOURCES = 50_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What nobody gets with a token that an issuer made for a client, however old it is. */
  private static final Set<Reason> FORGED =
      EnumSet.of(
          Reason.TOKEN_MALFORMED,
          Reason.ALGORITHM_NOT_ALLOWED,
          Reason.KEY_UNKNOWN,
          Reason.SIGNATURE_INVALID,
          Reason.ISSUER_UNKNOWN);

  private final int perMinute;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(SOURCES)
          .expireAfterAccess(MINUTE)
          .executor(Runnable::run)
          .build();

  /**
   * @param perMinute how many of one source are looked into; 0 for any number
   */
  FailedTokens(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Whether a source has sent so many that no more is looked into for now. */
  boolean isBarred(String address) {
    Bucket bucket = perMinute == 0 ? null : buckets.getIfPresent(SourceNetworks.of(address));
    return bucket != null && bucket.getAvailableTokens() == 0;
  }

  /** Notes what came of a token. */
  void note(String address, TokenCheck check) {
    if (perMinute > 0
        && check instanceof TokenCheck.Failed failed
        && FORGED.contains(failed.reason())) {
      buckets
          .get(SourceNetworks.of(address), added -> Bucket.builder().addLimit(bandwidth()).build())
          .tryConsume(1);
    }
  }

  private Bandwidth bandwidth() {
    return Bandwidth.builder().capacity(perMinute).refillGreedy(perMinute, MINUTE).build();
  }
}
