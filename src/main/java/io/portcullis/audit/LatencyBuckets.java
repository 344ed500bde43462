package io.portcullis.audit;

import java.time.Duration;

/**
 * Divides lengths of time so that counts of them can be added up: four buckets for each doubling,
 * from a microsecond to two minutes. A bucket's end is at most a quarter above its beginning.
 */
public final class LatencyBuckets {
  private static final int PER_DOUBLING = 4;
  private static final int LONGEST_EXPONENT = 26;

  /** How many there are; what is longer counts as the last. */
  public static final int COUNT = PER_DOUBLING * LONGEST_EXPONENT;

  private LatencyBuckets() {}

  static int of(long nanos) {
    long micros = Math.max(0, nanos) / 1000;
    if (micros < PER_DOUBLING) {
      return (int) micros;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int part = (int) (micros >>> (exponent - 2)) & (PER_DOUBLING - 1);
    return Math.min(COUNT - 1, (exponent - 1) * PER_DOUBLING + part);
  }

  /** Where a bucket ends. */
  static Duration end(int bucket) {
    if (bucket < PER_DOUBLING) {
      return Duration.ofNanos(1000L * (bucket + 1));
    }
    int exponent = bucket / PER_DOUBLING + 1;
    long micros = (long) (PER_DOUBLING + bucket % PER_DOUBLING + 1) << (exponent - 2);
    return Duration.ofNanos(1000 * micros);
  }

  /**
   * The time that no more than so many took longer than, rounded up to the end of its bucket.
   *
   * @param counts by bucket, of which one at least is not 0
   * @param share of all, such as 0.99
   */
  public static Duration quantile(long[] counts, double share) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long rank = Math.max(1, (long) Math.ceil(all * share));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return end(bucket);
      }
    }
    throw new IllegalArgumentException("nothing is counted");
  }
}
