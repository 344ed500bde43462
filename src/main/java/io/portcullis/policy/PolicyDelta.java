package io.portcullis.policy;

import java.util.List;

/** Everything one revision changed, in the order in which it was changed. */
public record PolicyDelta(PolicyRevision revision, List<ItemChange> changes) {
  public PolicyDelta {
    changes = List.copyOf(changes);
  }
}
