package io.portcullis.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.portcullis.policy.Client;
import io.portcullis.policy.Decision;
import io.portcullis.policy.RateLimit;
import io.portcullis.policy.Reason;
import io.portcullis.policy.VerifiedToken;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts admitted requests against the limits of their routes. One for all event loops of a
 * process; none waits for another. A bucket belongs to a limit as it is, so one that changes begins
 * anew, and others do not.
 */
final class RateLimits {
  /** What is used least goes first; an owner of many addresses makes room for himself alone. */
  private static final int BUCKETS = 200_000;

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(BUCKETS)
          .expireAfter(Expiry.<Key, Bucket>accessing((key, bucket) -> timeToFill(key.limit())))
          .executor(Runnable::run)
          .build();

  private record Key(String project, String route, RateLimit limit, String who) {}

  /** After that it is as if it had never been used. */
  private static Duration timeToFill(RateLimit limit) {
    return Duration.ofSeconds(
        Math.max(1, (long) limit.seconds() * limit.burst() / limit.requests()));
  }

  /**
   * Counts a request, tells the caller what is left, and says why it may not go on, or null. Of
   * what is refused nothing is counted.
   */
  Decision.@Nullable Deny refuses(Admitted admitted) {
    List<RateLimit> limits = admitted.allow().route().rateLimits();
    if (limits.isEmpty()) {
      return null;
    }
    HttpServerResponse response = admitted.exchange().request().response();
    List<Bucket> taken = new ArrayList<>(limits.size());
    long least = Long.MAX_VALUE;
    for (RateLimit limit : limits) {
      Bucket bucket = bucket(admitted, limit);
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        taken.forEach(other -> other.addTokens(1));
        return refused(admitted, limit, probe, response);
      }
      taken.add(bucket);
      if (probe.getRemainingTokens() < least) {
        least = probe.getRemainingTokens();
        tell(response, limit, least, seconds(probe.getNanosToWaitForReset()));
      }
    }
    return null;
  }

  private Bucket bucket(Admitted admitted, RateLimit limit) {
    Key key =
        new Key(
            admitted.allow().route().project(),
            admitted.allow().route().id(),
            limit,
            who(admitted, limit.per()));
    return buckets.get(key, added -> Bucket.builder().addLimit(bandwidth(limit)).build());
  }

  private static Bandwidth bandwidth(RateLimit limit) {
    return Bandwidth.builder()
        .capacity(limit.burst())
        .refillGreedy(limit.requests(), Duration.ofSeconds(limit.seconds()))
        .build();
  }

  /** A caller without a token is known by the address. */
  private static String who(Admitted admitted, RateLimit.Per per) {
    VerifiedToken token = admitted.allow().token();
    Client client = admitted.allow().client();
    return switch (per) {
      case ROUTE -> "";
      case ADDRESS -> network(admitted);
      case CLIENT -> client == null ? network(admitted) : "client " + client.id();
      case USER ->
          token == null
              ? network(admitted)
              : token.claims().issuer() + " " + token.claims().subject();
    };
  }

  private static String network(Admitted admitted) {
    return SourceNetworks.of(admitted.exchange().caller().address());
  }

  private static Decision.Deny refused(
      Admitted admitted, RateLimit limit, ConsumptionProbe probe, HttpServerResponse response) {
    long wait = seconds(probe.getNanosToWaitForRefill());
    tell(response, limit, 0, wait);
    response.putHeader("Retry-After", Long.toString(wait));
    Decision.Allow allow = admitted.allow();
    return new Decision.Deny(
        allow.revision(),
        Reason.RATE_LIMITED,
        "%d requests in %d s per %s".formatted(limit.requests(), limit.seconds(), name(limit)),
        allow.route(),
        allow.token() == null ? null : allow.token().claims(),
        allow.token() != null,
        Set.of());
  }

  /** The limit that is nearest (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4). */
  private static void tell(
      HttpServerResponse response, RateLimit limit, long remaining, long seconds) {
    response.putHeader(
        "RateLimit-Policy",
        '"' + name(limit) + "\";q=" + limit.requests() + ";w=" + limit.seconds());
    response.putHeader("RateLimit", '"' + name(limit) + "\";r=" + remaining + ";t=" + seconds);
  }

  private static String name(RateLimit limit) {
    return limit.per().name().toLowerCase(Locale.ROOT);
  }

  private static long seconds(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
  }
}
