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
import org.jspecify.annotations.Nullable;

/**
 * The database as far as the protocol needs it: each statement takes effect at one moment, on what
 * was committed before. A policy is a set of items, kept as bits: a client, say, that may call.
 *
 * <p>A standby copies it now and then. When it takes over, what was committed since the last copy
 * is lost, rows of replicas included, and revisions begin to mean something else.
 */
final class SimStore {
  static final int ITEMS = 4;

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

  private final List<Runnable> listeners = new ArrayList<>();
  private Content now = new Content();
  private Content standby = new Content();

  /** What replicas may have learnt from the server that was lost; null once nobody acts on it. */
  private @Nullable Content lost;

  private long sequence;
  private int failovers;

  /** What is on one server's disk. */
  private static final class Content {
    private final TreeMap<Long, LoggedDelta> log = new TreeMap<>();
    private final Map<Long, Integer> states = new LinkedHashMap<>();
    private final Map<UUID, Replica> rows = new LinkedHashMap<>();
    private final long[] changedIn = new long[ITEMS];
    private int items;
    private long prunedBelow;
    private String history = "simulated";

    Content() {
      states.put(0L, 0);
    }

    Content copy() {
      Content copy = new Content();
      copy.log.putAll(log);
      copy.states.putAll(states);
      copy.rows.putAll(rows);
      System.arraycopy(changedIn, 0, copy.changedIn, 0, ITEMS);
      copy.items = items;
      copy.prunedBelow = prunedBelow;
      copy.history = history;
      return copy;
    }
  }

  /** The standby has everything up to now. */
  void replicate() {
    standby = now.copy();
  }

  /** The server is lost, and the standby takes over with what it has. */
  void failOver() {
    failovers++;
    if (lost == null) {
      lost = now;
    }
    now = standby.copy();
  }

  int failovers() {
    return failovers;
  }

  /** An operator takes what is here for the policy to go by. */
  void accept() {
    lost = null;
    now.history = "accepted after failover " + failovers;
  }

  /** Whether nothing that was committed can be missing here, for all that is known. */
  boolean isWhole() {
    return lost == null;
  }

  /** The revision that last changed an item. */
  PolicyRevision changedIn(int item) {
    return new PolicyRevision(now.changedIn[item]);
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
    return now.log.isEmpty() ? 0 : now.log.lastKey();
  }

  PolicyHead head() {
    return new PolicyHead(new PolicyRevision(headNumber()), digest(now.items), now.history);
  }

  /**
   * What was in force at a revision, or null if it is not known. Until what came after a failover
   * is accepted, only what the lost server said may be acted on.
   */
  Integer stateAt(PolicyRevision revision) {
    return (lost == null ? now : lost).states.get(revision.number());
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
    return (now.items & (1 << item)) != 0;
  }

  /** Commits the change of one item. */
  void commit(long revision, int item) {
    now.items ^= 1 << item;
    now.changedIn[item] = revision;
    now.log.put(
        revision,
        new LoggedDelta(
            new PolicyDelta(
                new PolicyRevision(revision), List.of(has(item) ? THERE[item] : GONE[item])),
            hash(item)));
    now.states.put(revision, now.items);
    listeners.forEach(Runnable::run);
  }

  /** Calls {@code listener} at every commit; notifications may get lost on their way. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void prune() {
    now.prunedBelow = headNumber();
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
    return List.copyOf(
        now.log.tailMap(Math.max(revision.number(), now.prunedBelow), false).values());
  }

  void register(UUID incarnation, Duration lease, PolicyRevision applied) {
    now.rows.put(
        incarnation,
        new Replica(
            incarnation, "replica", "", lease, applied, 0, Instant.EPOCH, Instant.EPOCH, null));
  }

  Heartbeat beat(UUID incarnation, PolicyRevision applied) {
    Replica row = now.rows.get(incarnation);
    if (row != null) {
      now.rows.put(
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
    return new Heartbeat(head(), row != null, isWhole());
  }

  List<Replica> all() {
    return List.copyOf(now.rows.values());
  }

  /** What a row says is in force; null if there is none. */
  PolicyRevision acknowledgedBy(UUID incarnation) {
    Replica row = now.rows.get(incarnation);
    return row == null ? null : row.applied();
  }

  void remove(UUID incarnation) {
    now.rows.remove(incarnation);
  }

  void removeSilent(Replica silent) {
    Replica row = now.rows.get(silent.incarnation());
    if (row != null && row.beat() == silent.beat()) {
      now.rows.remove(silent.incarnation());
    }
  }
}
