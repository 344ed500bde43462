package io.portcullis.sync;

import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyDelta;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.store.LoadedPolicy;
import io.portcullis.store.LoggedDelta;
import io.portcullis.store.PolicyHead;
import io.portcullis.store.ReplicaStore.Heartbeat;
import io.portcullis.store.ReplicaStore.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The database as far as the protocol needs it: each statement takes effect at one moment, on what
 * was committed before. A policy is a set of items, kept as bits: a client, say, that may call.
 */
final class SimStore {
  static final int ITEMS = 4;

  private static final String HISTORY = "simulated";
  private static final ItemChange[] THERE = new ItemChange[ITEMS];
  private static final ItemChange[] GONE = new ItemChange[ITEMS];

  static {
    for (int item = 0; item < ITEMS; item++) {
      String id = name(item);
      THERE[item] =
          new ItemChange(ItemChange.Kind.PROJECT, id, id, new Project.Head(id, "an item"));
      GONE[item] = new ItemChange(ItemChange.Kind.PROJECT, id, id, null);
    }
  }

  private final TreeMap<Long, LoggedDelta> log = new TreeMap<>();
  private final Map<Long, Integer> states = new LinkedHashMap<>();
  private final Map<UUID, Replica> rows = new LinkedHashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private long sequence;
  private int items;
  private long prunedBelow;

  SimStore() {
    states.put(0L, 0);
  }

  static String name(int item) {
    return "item" + item;
  }

  /** What holds at a revision, as bits. */
  static int bits(PolicySnapshot snapshot) {
    int bits = 0;
    for (int item = 0; item < ITEMS; item++) {
      if (snapshot.findProject(name(item)) != null) {
        bits |= 1 << item;
      }
    }
    return bits;
  }

  private static long hash(int item) {
    return 0x9E3779B97F4A7C15L * (item + 1);
  }

  private static long digest(int items) {
    long digest = 0;
    for (int item = 0; item < ITEMS; item++) {
      digest ^= (items & (1 << item)) == 0 ? 0 : hash(item);
    }
    return digest;
  }

  private long headNumber() {
    return log.isEmpty() ? 0 : log.lastKey();
  }

  PolicyHead head() {
    return new PolicyHead(new PolicyRevision(headNumber()), digest(items), HISTORY);
  }

  /** What was in force at a revision, or null if it is not known. */
  Integer stateAt(PolicyRevision revision) {
    return states.get(revision.number());
  }

  /** Under the row's lock, the next number is the next to commit. */
  long nextRevision() {
    return headNumber() + 1;
  }

  /** As a sequence gives them: before the commit, to whoever asks. */
  long nextOfSequence() {
    sequence = Math.max(sequence, headNumber()) + 1;
    return sequence;
  }

  boolean has(int item) {
    return (items & (1 << item)) != 0;
  }

  /** Commits the change of one item. */
  void commit(long revision, int item) {
    items ^= 1 << item;
    log.put(
        revision,
        new LoggedDelta(
            new PolicyDelta(
                new PolicyRevision(revision), List.of(has(item) ? THERE[item] : GONE[item])),
            hash(item)));
    states.put(revision, items);
    listeners.forEach(Runnable::run);
  }

  /** Calls {@code listener} at every commit; notifications may get lost on their way. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void prune() {
    prunedBelow = headNumber();
  }

  LoadedPolicy load() {
    List<ItemChange> there = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      if (has(item)) {
        there.add(THERE[item]);
      }
    }
    PolicyHead head = head();
    return new LoadedPolicy(PolicySnapshot.of(head.revision(), there), head, head.digest());
  }

  List<LoggedDelta> deltasAfter(PolicyRevision revision) {
    return List.copyOf(log.tailMap(Math.max(revision.number(), prunedBelow), false).values());
  }

  void register(UUID incarnation, Duration lease, PolicyRevision applied) {
    rows.put(
        incarnation,
        new Replica(
            incarnation, "replica", "", lease, applied, 0, Instant.EPOCH, Instant.EPOCH, null));
  }

  Heartbeat beat(UUID incarnation, PolicyRevision applied) {
    Replica row = rows.get(incarnation);
    if (row != null) {
      rows.put(
          incarnation,
          new Replica(
              incarnation,
              row.name(),
              "",
              row.lease(),
              row.applied().isAtLeast(applied) ? row.applied() : applied,
              row.beat() + 1,
              Instant.EPOCH,
              Instant.EPOCH,
              null));
    }
    return new Heartbeat(head(), row != null, true);
  }

  List<Replica> all() {
    return List.copyOf(rows.values());
  }

  /** What a row says is in force; null if there is none. */
  PolicyRevision acknowledgedBy(UUID incarnation) {
    Replica row = rows.get(incarnation);
    return row == null ? null : row.applied();
  }

  void remove(UUID incarnation) {
    rows.remove(incarnation);
  }

  void removeSilent(Replica silent) {
    Replica row = rows.get(silent.incarnation());
    if (row != null && row.beat() == silent.beat()) {
      rows.remove(silent.incarnation());
    }
  }
}
