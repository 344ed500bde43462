package io.portcullis.sync;

import io.portcullis.store.ReplicaStore.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Remembers heartbeats, to tell which replicas can no longer hold a lease. */
final class SilentReplicas {
  private final Map<UUID, Beat> beats = new HashMap<>();

  private record Beat(long number, long firstSeen) {}

  /** Those whose heartbeat has stood still for longer than any lease of theirs can last. */
  List<Replica> observe(List<Replica> replicas, long now) {
    beats.keySet().retainAll(replicas.stream().map(Replica::incarnation).toList());
    return replicas.stream().filter(replica -> isSilent(replica, now)).toList();
  }

  private boolean isSilent(Replica replica, long now) {
    Beat known = beats.get(replica.incarnation());
    if (known == null || known.number != replica.beat()) {
      beats.put(replica.incarnation(), new Beat(replica.beat(), now));
      return false;
    }
    return now - known.firstSeen >= LeaseBound.outlasting(replica.lease()).toNanos();
  }

  /**
   * Starts anew; call it whenever a connection was lost. After a crash the database may show a beat
   * that it showed before, because heartbeats do not wait for its disk, and that would look like
   * silence.
   */
  void forget() {
    beats.clear();
  }
}
