package io.portcullis.settings;

import java.time.Duration;

/**
 * How a gateway goes.
 *
 * @param delay how long it still serves once it says that it is not ready, for load balancers to
 *     see
 * @param patience how long requests under way may take after that
 */
public record LeavingSettings(Duration delay, Duration patience) {
  private static final Duration LONGEST = Duration.ofHours(1);

  static LeavingSettings read(Environment env) {
    return new LeavingSettings(
        env.duration("PORTCULLIS_DRAIN_DELAY", Duration.ZERO, Duration.ZERO, LONGEST),
        env.duration(
            "PORTCULLIS_DRAIN_TIMEOUT", Duration.ofSeconds(10), Duration.ofMillis(100), LONGEST));
  }
}
