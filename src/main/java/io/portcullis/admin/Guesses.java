package io.portcullis.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.portcullis.audit.SourceNetwork;
import java.time.Duration;

/**
 * How often wrong credentials may come from one network, before nothing more is asked of PostgreSQL
 * or of the OpenID provider on its account (OWASP ASVS 5.0, 6.3.1). Nobody guesses 256 bits; this
 * keeps those who try from costing more than that.
 */
final class Guesses {
  private static final int A_MINUTE = 100;
  private static final int NETWORKS = 10_000;

  private final Cache<String, Bucket> left =
      Caffeine.newBuilder()
          .maximumSize(NETWORKS)
          .expireAfterAccess(Duration.ofMinutes(1)) // as long as a bucket takes to be full again
          .executor(Runnable::run)
          .build();

  /** Whether those at {@code address} have none left for now. */
  boolean areUsedUp(String address) {
    Bucket bucket = left.getIfPresent(network(address));
    return bucket != null && bucket.getAvailableTokens() == 0;
  }

  /** Counts a wrong one. */
  void count(String address) {
    left.get(network(address), added -> Bucket.builder().addLimit(limit()).build()).tryConsume(1);
  }

  private static Bandwidth limit() {
    return Bandwidth.builder()
        .capacity(A_MINUTE)
        .refillGreedy(A_MINUTE, Duration.ofMinutes(1))
        .build();
  }

  private static String network(String address) {
    String network = SourceNetwork.of(address);
    return network == null ? "" : network;
  }
}
