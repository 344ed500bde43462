package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;

/** What a replica does next. */
sealed interface Action {

  /** Connect, after a pause that grows with each failure in a row. */
  record Connect() implements Action {}

  /** Drop the connection, with whatever is under way on it. */
  record Disconnect() implements Action {}

  /** Read the whole policy. */
  record Load() implements Action {}

  /** Read what changed. */
  record Fetch(PolicyRevision after) implements Action {}

  /** Commit a row for a new incarnation. */
  record Register(PolicyRevision applied) implements Action {}

  /** Send a heartbeat, which also acknowledges {@code applied} and asks for a lease. */
  record Beat(PolicyRevision applied) implements Action {}

  /** Put the snapshot in force on every event loop, and say {@link Event.Applied} when it is. */
  record Publish(PolicySnapshot snapshot, int generation) implements Action {}

  /** Decide on from a heartbeat sent at {@code sentAt}, for as long as the lease is. */
  record Renew(Lease.Moment sentAt) implements Action {}

  /** Stop deciding at once. */
  record Fence(String why) implements Action {}

  /** Let every event loop end the turn it is in, and say {@link Event.Quiesced} then. */
  record Quiesce() implements Action {}

  /** Delete the replica's row, if the database can be reached; else it is struck off as silent. */
  record Leave() implements Action {}
}
