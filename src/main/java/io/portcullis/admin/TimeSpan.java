package io.portcullis.admin;

import io.portcullis.store.RejectionSummaryStore.Bucket;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The time that a summary is about, and what it is divided into.
 *
 * @param from a full minute
 * @param to a full minute after it
 */
record TimeSpan(OffsetDateTime from, OffsetDateTime to, Bucket bucket) {
  private static final long MAX_BUCKETS = 1500;

  /** The last day, unless the call says otherwise. */
  static TimeSpan of(Params params) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    OffsetDateTime to = time(params, "to", now.plusMinutes(1));
    OffsetDateTime from = time(params, "from", to.minusDays(1));
    Bucket bucket = Bucket.valueOf(upper(params.query("bucket"), "HOUR"));
    if (!from.isBefore(to)) {
      throw ApiProblem.invalid("from", "is not before 'to'");
    }
    if (Duration.between(from, to).toSeconds() / bucket.seconds() > MAX_BUCKETS) {
      throw ApiProblem.invalid(
          "bucket", "makes more than %d of them: take a larger one".formatted(MAX_BUCKETS));
    }
    return new TimeSpan(from, to, bucket);
  }

  /** With whole hours, for what is not counted by the minute. */
  TimeSpan wholeHours() {
    OffsetDateTime hour = to.truncatedTo(ChronoUnit.HOURS);
    return new TimeSpan(
        from.truncatedTo(ChronoUnit.HOURS), hour.equals(to) ? to : hour.plusHours(1), bucket);
  }

  static String upper(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value.toUpperCase(Locale.ROOT);
  }

  private static OffsetDateTime time(Params params, String name, OffsetDateTime otherwise) {
    String text = params.query(name);
    try {
      OffsetDateTime time = text == null ? otherwise : OffsetDateTime.parse(text);
      OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
      if (utc.getYear() < 1 || utc.getYear() > 9999) {
        throw new DateTimeException("a year that RFC 3339 cannot write");
      }
      return utc.truncatedTo(ChronoUnit.MINUTES);
    } catch (DateTimeException failure) {
      throw ApiProblem.invalid(name, "is not a time such as 2026-12-31T23:59:59Z");
    }
  }
}
