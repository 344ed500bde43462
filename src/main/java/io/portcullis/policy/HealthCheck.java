package io.portcullis.policy;

import java.time.Duration;
import java.util.List;

/**
 * How each gateway asks the targets of a backend whether they serve.
 *
 * @param path asked for with GET, put behind the path of the target
 * @param interval between two questions
 * @param timeout for connecting and for the answer, each
 * @param healthyAfter good answers in a row that bring a target back
 * @param unhealthyAfter bad or missing answers in a row that take one out
 * @param statuses the good ones
 */
public record HealthCheck(
    String path,
    Duration interval,
    Duration timeout,
    int healthyAfter,
    int unhealthyAfter,
    List<StatusRange> statuses) {

  public HealthCheck {
    statuses = List.copyOf(statuses);
  }

  /** From one status to another, both included. */
  public record StatusRange(int from, int to) {

    /** Reads {@code 200} or {@code 200-299}. */
    public static StatusRange parse(String text) {
      int dash = text.indexOf('-');
      return dash < 0
          ? new StatusRange(Integer.parseInt(text), Integer.parseInt(text))
          : new StatusRange(
              Integer.parseInt(text.substring(0, dash)),
              Integer.parseInt(text.substring(dash + 1)));
    }
  }

  public boolean isGood(int status) {
    return statuses.stream().anyMatch(range -> range.from() <= status && status <= range.to());
  }
}
