package io.portcullis.assertion;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When keys are made, used and withdrawn. A key is published for a day before it signs and for a
 * day after, which is far more than the {@code max-age} of the JWKS and than libraries keep it for.
 */
final class KeySchedule {
  /** How long a key signs. */
  static final Duration TERM = Duration.ofDays(30);

  /** How long it is published before and after. */
  static final Duration OVERLAP = Duration.ofDays(1);

  private KeySchedule() {}

  /**
   * From when a key that would be made now is to sign.
   *
   * @param newest when the newest key starts to sign, or null when there is none: nobody can have
   *     stored a JWKS without it, so the first key signs at once
   * @param isExposed whether the newest key has to be replaced before its time
   * @return null when it is too early to make one
   */
  static @Nullable Instant nextStart(@Nullable Instant newest, boolean isExposed, Instant now) {
    if (newest == null) {
      return now;
    }
    Instant soonest = now.plus(OVERLAP);
    Instant end = isExposed ? soonest : newest.plus(TERM);
    if (end.isAfter(soonest)) {
      return null;
    }
    return soonest.isAfter(newest) ? soonest : newest.plus(OVERLAP);
  }

  /**
   * Whether a key is still to be published.
   *
   * @param successor when the next key starts to sign, or null when there is none
   */
  static boolean isPublished(@Nullable Instant successor, Instant now) {
    return successor == null || now.isBefore(successor.plus(OVERLAP));
  }
}
