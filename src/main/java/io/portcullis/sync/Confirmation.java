package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import java.time.Duration;
import java.util.List;

/**
 * Where every replica stood with one revision when the answer was due.
 *
 * @param applied how many act on it
 * @param expired how many have lost the lease under which they could act on an older one
 * @param outstanding the names of those that may still do so
 */
public record Confirmation(
    PolicyRevision revision, int applied, int expired, List<String> outstanding, Duration elapsed) {

  public Confirmation {
    outstanding = List.copyOf(outstanding);
  }

  /** Whether no replica can act on an older revision any more. */
  public boolean isComplete() {
    return outstanding.isEmpty();
  }

  /** The value of the {@code Portcullis-Confirmed} field. */
  public String text() {
    return "replicas=%d; applied=%d; expired=%d; elapsed=%dms"
        .formatted(applied + expired + outstanding.size(), applied, expired, elapsed.toMillis());
  }
}
