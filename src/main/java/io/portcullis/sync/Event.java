package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.LoadedPolicy;
import io.portcullis.store.LoggedDelta;
import io.portcullis.store.ReplicaStore.Heartbeat;
import java.util.List;

/** What happens to a replica. */
sealed interface Event {

  record Started() implements Event {}

  /** The connection to the database is up and listens for changes. */
  record Connected() implements Event {}

  /** The connection broke, or a statement failed or took too long on it. */
  record Disconnected() implements Event {}

  record Loaded(LoadedPolicy policy) implements Event {}

  /** The replica's row is committed. */
  record Registered() implements Event {}

  /**
   * A heartbeat was answered.
   *
   * @param sentAt the clocks as read before it was sent
   */
  record Beaten(Lease.Moment sentAt, Heartbeat heartbeat) implements Event {}

  record Fetched(List<LoggedDelta> deltas) implements Event {}

  /**
   * Every event loop acts on this revision, as published by the load that {@code generation}
   * counts.
   */
  record Applied(PolicyRevision revision, int generation) implements Event {}

  /** An event loop could not act on what was published; the rest may. */
  record NotApplied(int generation) implements Event {}

  /** Something changed, says a notification; it may be lost, so it carries no truth. */
  record Woken() implements Event {}

  /** Time for a heartbeat. */
  record Ticked() implements Event {}

  /** The replica is to leave. */
  record Leaving() implements Event {}

  /** Every event loop has ended the turn in which it may still have been admitting. */
  record Quiesced() implements Event {}
}
