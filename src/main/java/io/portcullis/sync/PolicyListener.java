package io.portcullis.sync;

import io.portcullis.policy.PolicySnapshot;

/** What an event loop does about a new snapshot before the change counts as applied. */
@FunctionalInterface
public interface PolicyListener {

  /**
   * Called on the event loop, in the turn in which {@code after} has come into force. Whatever
   * rests on what {@code after} no longer gives must have ended when it returns.
   */
  void changed(PolicySnapshot before, PolicySnapshot after);
}
