package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.store.LoadedPolicy;
import io.portcullis.store.LoggedDelta;
import io.portcullis.store.PolicyHead;
import io.portcullis.sync.Event.Beaten;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica does about what happens to it: events in, actions out, and nothing else. It has no
 * clock, no thread and no connection, so that a simulator can drive it as the gateway does.
 *
 * <p>The rules it keeps: the row is committed before the first heartbeat; a lease comes only from a
 * heartbeat that saw no revision beyond the one in force on every event loop; a gap, a digest that
 * does not fit or another history means reload, never go on.
 */
final class ReplicaCore {
  private boolean isConnected;
  private boolean isRegistered;
  private boolean isLeaving;

  /** The newest snapshot, on its way to the event loops or in force; null before the first. */
  private @Nullable PolicySnapshot published;

  private long digest;
  private String history = "";

  /** What every event loop acts on. */
  private PolicyRevision applied = PolicyRevision.NONE;

  /** Counts reloads, so that what an older one put in force is not taken for the newer. */
  private int generation;

  /**
   * A heartbeat that saw a revision which was not in force yet: the lease that it earns once that
   * is. Without it, policy that changes all the time would leave no heartbeat that earns one.
   */
  private @Nullable Beaten owed;

  private boolean isLoading;
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
    isConnected = true;
    if (published == null) {
      load(actions);
    } else if (isRegistered) {
      beat(actions);
    } else {
      register(actions);
    }
  }

  private void disconnected(List<Action> actions) {
    isConnected = false;
    isLoading = false;
    isRegistering = false;
    isFetching = false;
    isBeating = false;
    fetchAgain = false;
    beatAgain = false;
    owed = null;
    actions.add(new Action.Disconnect());
    if (!isLeaving) {
      actions.add(new Action.Connect());
    }
  }

  private void load(List<Action> actions) {
    if (!isLoading) {
      isLoading = true;
      actions.add(new Action.Load());
    }
  }

  private void loaded(LoadedPolicy policy, List<Action> actions) {
    isLoading = false;
    if (policy.rowDigest() != policy.head().digest()) {
      actions.add(new Action.Fence("the policy does not match its digest"));
      disconnected(actions);
      return;
    }
    digest = policy.rowDigest();
    history = policy.head().history();
    publish(policy.snapshot(), actions);
  }

  private void publish(PolicySnapshot snapshot, List<Action> actions) {
    published = snapshot;
    actions.add(new Action.Publish(snapshot, generation));
  }

  /** Counts without a connection too: what is in force stays in force. */
  private void applied(Event.Applied done, List<Action> actions) {
    if (done.generation() != generation) {
      return;
    }
    applied = done.revision();
    if (!isConnected || isLeaving) {
      return;
    }
    if (!isRegistered) {
      register(actions);
      return;
    }
    if (owed != null && applied.isAtLeast(owed.heartbeat().head().revision())) {
      actions.add(new Action.Renew(owed.sentAt()));
      owed = null;
    }
    beat(actions);
  }

  private void register(List<Action> actions) {
    if (!isRegistering) {
      isRegistering = true;
      actions.add(new Action.Register(applied));
    }
  }

  private void beat(List<Action> actions) {
    if (isBeating) {
      beatAgain = true;
      return;
    }
    isBeating = true;
    beatAgain = false;
    actions.add(new Action.Beat(applied));
  }

  private void beaten(Beaten beaten, List<Action> actions) {
    isBeating = false;
    if (published == null) {
      return;
    }
    PolicyHead head = beaten.heartbeat().head();
    if (!beaten.heartbeat().isRegistered()) {
      isRegistered = false;
      owed = null;
      actions.add(new Action.Fence("the row of this replica is gone"));
      register(actions);
      return;
    }
    if (!head.history().equals(history) || head.revision().compareTo(applied) < 0) {
      reload("the database went back in time or is another one", actions);
      return;
    }
    if (head.revision().equals(applied)) {
      current(beaten, actions);
    } else {
      owed = beaten;
      fetch(actions);
    }
    if (beatAgain) {
      beat(actions);
    }
  }

  private void current(Beaten beaten, List<Action> actions) {
    if (published == null || !published.revision().equals(applied)) {
      return; // what is on its way decides whether the database still says the same
    }
    if (beaten.heartbeat().head().digest() != digest) {
      reload("the policy does not match its digest", actions);
      return;
    }
    owed = null;
    actions.add(new Action.Renew(beaten.sentAt()));
  }

  private void reload(String why, List<Action> actions) {
    actions.add(new Action.Fence(why));
    published = null;
    applied = PolicyRevision.NONE;
    generation++;
    owed = null;
    isRegistered = false; // the old row may say that more is in force than is
    load(actions);
  }

  private void fetch(List<Action> actions) {
    if (published == null || isLoading) {
      return;
    }
    if (isFetching) {
      fetchAgain = true;
      return;
    }
    isFetching = true;
    fetchAgain = false;
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
        reload("a revision after " + snapshot.revision() + " is missing", actions);
        return;
      }
      snapshot = snapshot.with(delta.delta());
      digest ^= delta.hashDelta();
    }
    if (!deltas.isEmpty()) {
      publish(snapshot, actions);
    }
    if (fetchAgain) {
      fetch(actions);
    }
  }
}
