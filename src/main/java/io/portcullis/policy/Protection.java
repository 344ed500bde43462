package io.portcullis.policy;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keeps the failures of a backend from spreading; each part only where it is set. */
public record Protection(
    @Nullable Ejection ejection,
    @Nullable Retries retries,
    @Nullable Limits limits,
    @Nullable Breaker breaker) {
  public static final Protection NONE = new Protection(null, null, null, null);

  /**
   * Takes out targets that fail requests.
   *
   * @param failures in a row: answers from 500 on, and what got no answer
   * @param time how long the first time; each further time in a row twice as long
   * @param longest what that ends at
   * @param maxPercent of the targets that may be out by this at once
   */
  public record Ejection(int failures, Duration time, Duration longest, int maxPercent) {}

  /**
   * Sends a request again, to another target where there is one.
   *
   * @param attempts how often at most, beside the first
   * @param perTry how long each try may take to send the response head, or null
   * @param budgetPercent of the requests under way that may be repetitions
   * @param budgetMin how many of them may be in any case
   */
  public record Retries(
      int attempts, Set<On> on, @Nullable Duration perTry, int budgetPercent, int budgetMin) {
    public Retries {
      on = Set.copyOf(on);
    }

    /** What it is sent again after. */
    public enum On {
      /** Nothing was sent, so that any request may be. */
      CONNECT_FAILURE,
      /** The connection broke before the response head. */
      RESET,
      /** No response head in time. */
      TIMEOUT,
      /** The status 502, 503 or 504. */
      GATEWAY_ERROR
    }
  }

  /**
   * Bounds what is under way at the backend, in each gateway process.
   *
   * @param maxRequests under way at once
   * @param maxPending that may wait for others to end
   * @param pendingTimeout how long they may
   */
  public record Limits(int maxRequests, int maxPending, Duration pendingTimeout) {}

  /**
   * Stops asking a backend that fails.
   *
   * @param failures in a row: no connection, no answer, 502, 503, 504
   * @param openTime how long nothing is sent; then one request tries
   */
  public record Breaker(int failures, Duration openTime) {}
}
