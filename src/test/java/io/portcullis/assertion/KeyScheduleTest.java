package io.portcullis.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Keys over a year, looked at once a minute as gateways do. */
class KeyScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void theFirstKeySignsAtOnce() {
    assertThat(KeySchedule.nextStart(null, false, START)).isEqualTo(START);
  }

  @Test
  void everyLaterKeyIsMadeADayBeforeItSignsAndThirtyDaysAfterTheOneBefore() {
    Instant newest = START;
    int made = 0;
    for (Instant now = START;
        now.isBefore(START.plus(Duration.ofDays(365)));
        now = now.plus(HOUR)) {
      Instant next = KeySchedule.nextStart(newest, false, now);
      if (next != null) {
        assertThat(Duration.between(now, next)).isGreaterThanOrEqualTo(Duration.ofDays(1));
        assertThat(Duration.between(newest, next)).isEqualTo(KeySchedule.TERM);
        newest = next;
        made++;
      }
    }
    assertThat(made).isEqualTo(12);
  }

  @Test
  void afterALongStandstillTheNextKeyIsStillPublishedADayAhead() {
    Instant now = START.plus(Duration.ofDays(400));

    assertThat(KeySchedule.nextStart(START, false, now)).isEqualTo(now.plus(Duration.ofDays(1)));
  }

  @Test
  void aKeyThatLayOpenIsReplacedAtOnceAndNoEarlierThanAJwksCanBeStored() {
    assertThat(KeySchedule.nextStart(START, true, START.plus(HOUR)))
        .isEqualTo(START.plus(HOUR).plus(KeySchedule.OVERLAP));
  }

  @Test
  void aKeyStaysPublishedForADayAfterItsLastUse() {
    assertThat(KeySchedule.isPublished(null, START)).isTrue();
    assertThat(KeySchedule.isPublished(START, START.plus(Duration.ofHours(23)))).isTrue();
    assertThat(KeySchedule.isPublished(START, START.plus(Duration.ofHours(24)))).isFalse();
  }
}
