package io.portcullis.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * How often callers may ask the gateway itself: each address so often, and all of them together so
 * often. One for all event loops of a process; none waits for another.
 */
final class CallLimit {
  private static final int ADDRESSES = 10_000;

  private final Bucket all;
  private final Bandwidth each;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(ADDRESSES)
          .expireAfterAccess(Duration.ofMinutes(1))
          .executor(Runnable::run)
          .build();

  /**
   * @param perAddress calls a second from one address
   * @param altogether calls a second from all of them
   */
  CallLimit(int perAddress, int altogether) {
    this.each = bandwidth(perAddress);
    this.all = Bucket.builder().addLimit(bandwidth(altogether)).build();
  }

  private static Bandwidth bandwidth(int perSecond) {
    return Bandwidth.builder()
        .capacity(perSecond)
        .refillGreedy(perSecond, Duration.ofSeconds(1))
        .build();
  }

  /** Counts a call, and says whether it may go on. What is refused may come again in a second. */
  boolean allows(String address) {
    return buckets
            .get(SourceNetworks.of(address), added -> Bucket.builder().addLimit(each).build())
            .tryConsume(1)
        && all.tryConsume(1);
  }
}
