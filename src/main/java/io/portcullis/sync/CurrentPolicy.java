package io.portcullis.sync;

import io.portcullis.policy.PolicySnapshot;

/**
 * The policy in force on one event loop, and whether it may be decided on. Belongs to that event
 * loop: read both in the same turn as the decision, after its last wait.
 */
public interface CurrentPolicy {

  /** The snapshot in force; {@link PolicySnapshot#EMPTY} until the first one is loaded. */
  PolicySnapshot snapshot();

  /** Whether this replica's lease is live now; without it only public routes go on. */
  boolean isFresh();
}
