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
  private static final int IPV6_NETWORK = 4;

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
            .get(network(address), added -> Bucket.builder().addLimit(each).build())
            .tryConsume(1)
        && all.tryConsume(1);
  }

  /** Whoever has an IPv6 address has its whole /64, as its first four groups name it. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    int end = -1;
    for (int i = 0; i < IPV6_NETWORK; i++) {
      int next = address.indexOf(':', end + 1);
      if (next < 0) {
        return address;
      }
      end = next;
    }
    return address.substring(0, end);
  }
}
