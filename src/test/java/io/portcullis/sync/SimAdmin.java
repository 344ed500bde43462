package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.ReplicaStore.Replica;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The admin API: commits changes, waits for their confirmation with the real {@link WaitingCalls},
 * and strikes silent replicas off with the real {@link SilentReplicas}.
 */
final class SimAdmin extends SimProcess {
  private static final long COMMIT_TIMEOUT = 5000 * SimWorld.MILLI;
  private static final long STATEMENT_TIMEOUT = 1000 * SimWorld.MILLI;

  /** The real one polls every 2 ms; here the pause grows, since only the moments matter. */
  private static final long POLL = 2 * SimWorld.MILLI;

  private static final long LONGEST_POLL = 100 * SimWorld.MILLI;
  private static final long POLL_AGAIN = 100 * SimWorld.MILLI;
  private static final long REAP = 1000 * SimWorld.MILLI;

  private final SimStore store;
  private final SimPromise promise;
  private final BrokenRule broken;
  private final SimNetwork network;
  private final Clock clock = new Clock();
  private final WaitingCalls calls = new WaitingCalls();
  private final SilentReplicas silent = new SilentReplicas();
  private final Runnable onConfirmed;

  /** Items of which a change is under way, or may yet be carried out. */
  private final boolean[] isBusy = new boolean[SimStore.ITEMS];

  private long pollPause = POLL;
  private long nextSettling;
  private boolean isSettling;

  SimAdmin(
      SimWorld world,
      SimStore store,
      SimPromise promise,
      BrokenRule broken,
      Runnable onConfirmed,
      int drift) {
    super(world, drift);
    this.store = store;
    this.promise = promise;
    this.broken = broken;
    this.onConfirmed = onConfirmed;
    this.network = new SimNetwork(world, this);
    timer(REAP, this::reap);
  }

  SimNetwork network() {
    return network;
  }

  /** Whether a call waits, or a change may yet be carried out. */
  boolean isBusy() {
    for (boolean busy : isBusy) {
      if (busy) {
        return true;
      }
    }
    return !calls.isEmpty();
  }

  /** Changes an item that is not being changed, if there is one. */
  void change(Duration patience) {
    int first = world.below(SimStore.ITEMS);
    for (int step = 0; step < SimStore.ITEMS; step++) {
      int item = (first + step) % SimStore.ITEMS;
      if (!isBusy[item]) {
        isBusy[item] = true;
        promise.asked(item);
        int failovers = store.failovers();
        run(() -> change(item, failovers, patience));
        return;
      }
    }
  }

  private void over(int item) {
    isBusy[item] = false;
    promise.over(item);
  }

  private void change(int item, int failovers, Duration patience) {
    SimNetwork.Connection connection = network.connect(() -> {});
    boolean[] isCarriedOut = {false};
    boolean[] isOver = {false};
    Runnable carriedOut =
        () -> {
          isCarriedOut[0] = true;
          if (isOver[0]) {
            over(item);
          }
        };
    commit(
        connection,
        item,
        carriedOut,
        revision -> {
          isOver[0] = true;
          committed(item, failovers, revision, patience);
        });
    timer(
        COMMIT_TIMEOUT,
        () -> {
          if (!isOver[0]) { // the outcome is unknown, so nothing is claimed
            isOver[0] = true;
            if (isCarriedOut[0] || !connection.mayStillArrive()) {
              over(item);
            }
            connection.close();
          }
        });
  }

  private void commit(
      SimNetwork.Connection connection,
      int item,
      Runnable carriedOut,
      Consumer<PolicyRevision> answer) {
    if (broken != BrokenRule.SEQUENCE) {
      connection.ask(
          () -> {
            long revision = store.nextRevision();
            store.commit(revision, item);
            carriedOut.run();
            return new PolicyRevision(revision);
          },
          answer);
      return;
    }
    connection.ask(
        () -> {
          long revision = store.nextOfSequence();
          world.after(
              world.between(0, 100 * SimWorld.MILLI),
              () -> {
                store.commit(revision, item);
                carriedOut.run();
                connection.tell(() -> answer.accept(new PolicyRevision(revision)));
              });
          return revision;
        },
        begun -> {});
  }

  private void committed(int item, int failovers, PolicyRevision revision, Duration patience) {
    long now = clock.nanos();
    long committedAt = broken == BrokenRule.WAIT_TOO_SHORT ? now - SimWorld.MILLI : now;
    int stops = stops();
    calls.add(
        new Waiting(
            revision,
            committedAt,
            patience,
            confirmation -> {
              over(item);
              promise.answered(item, failovers, confirmation, patience, stops != stops());
              if (confirmation.isComplete()) {
                onConfirmed.run();
              }
            }));
    settleWhenDue();
    pollPause = POLL;
    read();
  }

  private void read() {
    if (calls.startReading()) {
      ask(
          store::all,
          rows -> {
            calls.saw(rows);
            settle();
            timer(pollPause, this::read);
            pollPause = Math.min(2 * pollPause, LONGEST_POLL);
          },
          () -> {
            calls.sawNothing();
            timer(POLL_AGAIN, this::read);
          });
    }
  }

  private void settle() {
    calls.settle(clock.nanos());
    settleWhenDue();
  }

  private void settleWhenDue() {
    if (calls.isEmpty()) {
      return;
    }
    long due = calls.dueAt();
    if (isSettling && due == nextSettling) {
      return;
    }
    isSettling = true;
    nextSettling = due;
    timer(
        Math.max(0, due - clock.nanos()),
        () -> {
          if (nextSettling == due) {
            isSettling = false;
            settle();
          }
        });
  }

  private void reap() {
    timer(REAP, this::reap);
    ask(store::all, this::strikeOff, silent::forget);
  }

  private void strikeOff(List<Replica> rows) {
    long now = broken == BrokenRule.HASTY_REAPER ? clock.nanos() * 10 : clock.nanos();
    for (Replica gone : silent.observe(rows, now)) {
      ask(
          () -> {
            store.removeSilent(gone);
            return gone;
          },
          removed -> {},
          () -> {});
    }
  }

  private <T> void ask(Supplier<T> statement, Consumer<T> answer, Runnable none) {
    SimNetwork.Connection connection = network.connect(() -> {});
    boolean[] isOver = {false};
    connection.ask(
        statement,
        result -> {
          isOver[0] = true;
          connection.close();
          answer.accept(result);
        });
    timer(
        STATEMENT_TIMEOUT,
        () -> {
          if (!isOver[0]) {
            connection.close();
            none.run();
          }
        });
  }
}
