package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.store.LoadedPolicy;
import io.portcullis.store.LoggedDelta;
import io.portcullis.store.PolicyHead;
import io.portcullis.sync.Event.Beaten;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replica does about what happens to it: events in, actions out, and nothing else. It has no
 * clock, no thread and no connection, so that a simulator can drive it as the gateway does.
 *
 * <p>The rules it keeps: the row is committed before the first heartbeat; a lease comes only from a
 * heartbeat that saw no revision beyond the one in force on every event loop; a gap, a digest that
 * does not fit or another history means starting over, never going on.
 */
final class ReplicaCore {
  private boolean isConnected;
  private boolean isRegistered;
  private boolean isLeaving;

  /** The newest snapshot, on its way to the event loops or in force; null before the first. */
  private @Nullable PolicySnapshot published;

  /** What every event loop acts on; null while some may act on nothing, or on what was given up. */
  private @Nullable PolicyRevision applied;

  private String history = "";

  /** The digest at {@link #published}. */
  private long digest;

  /** The digests from what the last heartbeat acknowledged up to {@link #published}. */
  private final Map<PolicyRevision, Long> digests = new HashMap<>();

  /** Counts fresh starts, so that what an older one put in force is not taken for the newer. */
  private int generation;

  /**
   * Heartbeats, oldest first, that saw a revision which was not in force yet: each earns its lease
   * once that is. Without it, policy that changes all the time would leave none that earns one.
   */
  private final Deque<Beaten> owed = new ArrayDeque<>();

  /**
   * Where the newest heartbeat of this connection saw the policy stand; null before the first, and
   * while the database may have lost changes.
   */
  private @Nullable PolicyHead head;

  /** What the heartbeat that is under way says is in force here. */
  private PolicyRevision acknowledging = PolicyRevision.NONE;

  /** What the fetch that is under way must reach. */
  private PolicyRevision wanted = PolicyRevision.NONE;

  private boolean hasForgotten;
  private boolean isRegistering;
  private boolean isFetching;
  private boolean isBeating;
  private boolean fetchAgain;
  private boolean beatAgain;

  /** Tells what to do about {@code event}, in order. */
  List<Action> handle(Event event) {
    List<Action> actions = new ArrayList<>(2);
    // Java 17 has no switch over types; the order is that of a replica's life.
    if (event instanceof Event.Started) {
      actions.add(new Action.Connect());
    } else if (event instanceof Event.Connected) {
      connected(actions);
    } else if (event instanceof Event.Disconnected) {
      disconnected(actions);
    } else if (event instanceof Event.Leaving) {
      isLeaving = true;
      actions.add(new Action.Fence("leaving"));
      actions.add(new Action.Quiesce());
    } else if (event instanceof Event.Quiesced) {
      isRegistered = false;
      actions.add(new Action.Leave());
    } else if (event instanceof Event.Applied done) {
      applied(done, actions);
    } else if (event instanceof Event.NotApplied failed) {
      notApplied(failed, actions);
    } else if (isConnected && !isLeaving) {
      handleConnected(event, actions);
    }
    return actions;
  }

  private void handleConnected(Event event, List<Action> actions) {
    if (event instanceof Event.Loaded loaded) {
      loaded(loaded.policy(), actions);
    } else if (event instanceof Event.Registered) {
      isRegistering = false;
      isRegistered = true;
      beat(actions);
    } else if (event instanceof Beaten beaten) {
      beaten(beaten, actions);
    } else if (event instanceof Event.Fetched fetched) {
      fetched(fetched.deltas(), actions);
    } else if (event instanceof Event.Woken) {
      fetch(actions);
    } else if (event instanceof Event.Ticked && isRegistered) {
      beat(actions);
    }
  }

  /** The row may have outlived the connection: the first heartbeat tells. */
  private void connected(List<Action> actions) {
    if (isLeaving) {
      actions.add(new Action.Disconnect());
      return;
    }
    isConnected = true;
    if (published == null) {
      actions.add(new Action.Load());
    } else if (isRegistered) {
      beat(actions);
    } else {
      register(actions);
    }
  }

  private void disconnected(List<Action> actions) {
    isConnected = false;
    isRegistering = false;
    isFetching = false;
    isBeating = false;
    fetchAgain = false;
    beatAgain = false;
    owed.clear();
    head = null;
    actions.add(new Action.Disconnect());
    if (!isLeaving) {
      actions.add(new Action.Connect());
    }
  }

  private void loaded(LoadedPolicy policy, List<Action> actions) {
    if (policy.rowDigest() != policy.head().digest()) {
      startOver("the policy does not match its digest", actions);
      return;
    }
    digest = policy.rowDigest();
    history = policy.head().history();
    publish(policy.snapshot(), actions);
  }

  private void publish(PolicySnapshot snapshot, List<Action> actions) {
    published = snapshot;
    digests.put(snapshot.revision(), digest);
    actions.add(new Action.Publish(snapshot, generation));
  }

  /** Counts without a connection too: what is in force stays in force. */
  private void applied(Event.Applied done, List<Action> actions) {
    PolicyRevision revision = done.revision();
    if (done.generation() != generation || (applied != null && applied.isAtLeast(revision))) {
      return;
    }
    applied = revision;
    if (!isConnected || isLeaving) {
      return;
    }
    if (!isRegistered) {
      register(actions);
      return;
    }
    Beaten earned = null;
    while (!owed.isEmpty() && revision.isAtLeast(owed.peek().heartbeat().head().revision())) {
      earned = owed.remove();
    }
    if (earned != null) {
      actions.add(new Action.Renew(earned.sentAt()));
    }
    beat(actions);
  }

  /** A loop that was left behind can only be trusted again after a policy that it takes over. */
  private void notApplied(Event.NotApplied failed, List<Action> actions) {
    if (failed.generation() == generation && !isLeaving) {
      startOver("an event loop could not take over the policy", actions);
    }
  }

  /** Only what is in force on every loop may be told to the database. */
  private void register(List<Action> actions) {
    if (!isRegistering && applied != null) {
      isRegistering = true;
      actions.add(new Action.Register(applied));
    }
  }

  private void beat(List<Action> actions) {
    if (isBeating || applied == null) {
      beatAgain = true;
      return;
    }
    isBeating = true;
    beatAgain = false;
    acknowledging = applied;
    actions.add(new Action.Beat(applied));
  }

  private void beaten(Beaten beaten, List<Action> actions) {
    isBeating = false;
    if (published == null || applied == null) {
      return;
    }
    PolicyHead seen = beaten.heartbeat().head();
    if (!beaten.heartbeat().isRegistered()) {
      isRegistered = false;
      owed.clear();
      actions.add(new Action.Fence("the row of this replica is gone"));
      register(actions);
      return;
    }
    if (!seen.history().equals(history) || seen.revision().compareTo(acknowledging) < 0) {
      startOver("the database went back in time or is another one", actions);
      return;
    }
    if (differs(seen)) {
      startOver("the policy does not match its digest", actions);
      return;
    }
    if (!beaten.heartbeat().isWhole()) {
      forgotten(actions);
      return;
    }
    hasForgotten = false;
    head = seen;
    digests.keySet().removeIf(revision -> revision.compareTo(acknowledging) < 0);
    if (applied.isAtLeast(seen.revision())) {
      actions.add(new Action.Renew(beaten.sentAt()));
    } else {
      owed.add(beaten);
      fetchAgain = true;
    }
    if (fetchAgain) {
      fetch(actions);
    }
    if (beatAgain) {
      beat(actions);
    }
  }

  /** No lease until an operator has said that what is in the database is the policy to go by. */
  private void forgotten(List<Action> actions) {
    owed.clear();
    head = null;
    if (!hasForgotten) {
      actions.add(
          new Action.Fence(
              "the database failed over or was restored and may have lost confirmed changes:"
                  + " check the policy, then accept it by POST /api/v1/replicas/accept-policy"));
    }
    hasForgotten = true;
    if (beatAgain) {
      beat(actions);
    }
  }

  /** Whether the database has another digest for a revision that is known here. */
  private boolean differs(PolicyHead seen) {
    Long known = digests.get(seen.revision());
    return known != null && known != seen.digest();
  }

  /** Forgets everything, with whatever is under way, and begins as after a start. */
  private void startOver(String why, List<Action> actions) {
    actions.add(new Action.Fence(why));
    published = null;
    applied = null;
    digests.clear();
    generation++;
    isRegistered = false; // the old row may say that more is in force than is
    if (isConnected) {
      disconnected(actions);
    }
  }

  /**
   * Not before a heartbeat of this connection has said that nothing can be missing: what came after
   * a loss, on top of what was lost, is a policy that never was, and a lease may still be live.
   */
  private void fetch(List<Action> actions) {
    if (published == null) {
      return;
    }
    if (isFetching || head == null) {
      fetchAgain = true;
      return;
    }
    isFetching = true;
    fetchAgain = false;
    wanted = head.revision();
    actions.add(new Action.Fetch(published.revision()));
  }

  private void fetched(List<LoggedDelta> deltas, List<Action> actions) {
    isFetching = false;
    if (published == null) {
      return;
    }
    PolicySnapshot snapshot = published;
    for (LoggedDelta delta : deltas) {
      if (!delta.delta().revision().equals(snapshot.revision().next())) {
        startOver("a revision after " + snapshot.revision() + " is missing", actions);
        return;
      }
      snapshot = snapshot.with(delta.delta());
      digest ^= delta.hashDelta();
      digests.put(snapshot.revision(), digest);
    }
    if (head != null && differs(head)) {
      startOver("the policy does not match its digest", actions);
      return;
    }
    if (!snapshot.revision().isAtLeast(wanted)) {
      startOver("the change log does not reach from " + snapshot.revision() + " on", actions);
      return;
    }
    if (!deltas.isEmpty()) {
      publish(snapshot, actions);
    }
    if (fetchAgain) {
      fetch(actions);
    }
  }
}
