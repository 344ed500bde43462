package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.store.ReplicaStore.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway: carries out what {@link ReplicaCore} says, as {@link PolicyReplica} does, over a
 * simulated network and on simulated event loops.
 */
final class SimReplica extends SimProcess {
  private static final long STATEMENT_TIMEOUT = 1000 * SimWorld.MILLI;
  private static final long READ_SILENCE = 3000 * SimWorld.MILLI;
  private static final long CONNECT_TIMEOUT = 2000 * SimWorld.MILLI;
  private static final long LONGEST_BEAT = 500 * SimWorld.MILLI;
  private static final long[] PAUSES = {1, 50, 100, 200, 400, 800, 1000};

  private final int number;
  private final SimStore store;
  private final SimPromise promise;
  private final BrokenRule broken;
  private final SimNetwork network;
  private final Duration length;
  private final Clock clock = new Clock();
  private final Clock pausing = new PausingClock();
  private final Set<UUID> forsaken = new HashSet<>();
  private ReplicaCore core = new ReplicaCore();
  private Lease lease;
  private List<SimLoop> loops = List.of();
  private UUID incarnation;
  private @Nullable Link link;
  private int failures;
  private int depth;
  private Runnable onBeat = () -> {};
  private boolean isUp;
  private boolean isCalm;

  /** The two connections. */
  private static final class Link {
    private final SimNetwork.Connection beats;
    private final SimNetwork.Connection reads;

    private Link(SimNetwork.Connection beats, SimNetwork.Connection reads) {
      this.beats = beats;
      this.reads = reads;
    }
  }

  /** A process may be stopped at any moment; that between two reads of a decision hurts most. */
  private final class PausingClock extends Clock {
    @Override
    public long nanos() {
      mayPause(0.01);
      return super.nanos();
    }

    @Override
    public long wallMillis() {
      return broken == BrokenRule.NO_WALL_CLOCK ? 0 : super.wallMillis();
    }
  }

  SimReplica(
      int number,
      SimWorld world,
      SimStore store,
      SimPromise promise,
      BrokenRule broken,
      Duration lease,
      int drift) {
    super(world, drift);
    this.number = number;
    this.store = store;
    this.promise = promise;
    this.broken = broken;
    this.length = lease;
    this.network = new SimNetwork(world, this);
    this.lease = newLease();
    this.incarnation = newId();
    store.listen(this::notifyOfCommit);
  }

  private Lease newLease() {
    return switch (broken) {
      case NO_LEASE_CHECK ->
          new Lease(length, pausing) {
            @Override
            boolean isLive() {
              return end() != null;
            }
          };
      case CLOCK_BEFORE_LEASE ->
          new Lease(length, pausing) {
            @Override
            boolean isLive() {
              long nanos = pausing.nanos();
              mayPause(0.02);
              End end = end();
              return end != null && nanos - end.nanos() < 0;
            }
          };
      default -> new Lease(length, pausing);
    };
  }

  private UUID newId() {
    return new UUID(world.bits(), world.bits());
  }

  /** Calls {@code ambush} right after each heartbeat has been carried out. */
  void onBeat(Runnable ambush) {
    onBeat = ambush;
  }

  BrokenRule broken() {
    return broken;
  }

  SimPromise promise() {
    return promise;
  }

  SimNetwork network() {
    return network;
  }

  Lease lease() {
    return lease;
  }

  UUID incarnation() {
    return incarnation;
  }

  List<SimLoop> loops() {
    return loops;
  }

  /** Now and then time goes by here, in which all else goes on. */
  void mayPause(double probability) {
    if (!isCalm && depth < 2 && world.chance(probability)) {
      depth++;
      pause(world.between(0, 2 * length.toNanos()));
      depth--;
    }
  }

  void start() {
    start(1 + world.below(2));
  }

  /** Starts the process, with so many event loops. */
  void start(int count) {
    isUp = true;
    core = new ReplicaCore();
    lease = newLease();
    incarnation = newId();
    forsaken.clear();
    failures = 0;
    List<SimLoop> started = new ArrayList<>();
    for (int loop = 0; loop < count; loop++) {
      started.add(new SimLoop(world, this));
    }
    loops = started;
    handle(new Event.Started());
    tick();
  }

  boolean isCalm() {
    return isCalm;
  }

  /** No more pauses of its own from here on. */
  void calm() {
    isCalm = true;
    network.heal();
  }

  private void tick() {
    timer(
        Math.min(LONGEST_BEAT, length.toNanos() / 5),
        () -> {
          handle(new Event.Ticked());
          tick();
        });
  }

  /** Ends the process without a word; it starts again after {@code span}. */
  void crash(long span) {
    if (isUp) {
      gone();
      world.after(span, this::start);
    }
  }

  private void gone() {
    isUp = false;
    kill();
    loops = List.of();
    disconnect();
  }

  void leave() {
    if (isUp) {
      run(() -> handle(new Event.Leaving()));
    }
  }

  /** What is read on the connection of this moment comes later; heartbeats are not concerned. */
  void holdReads(long span) {
    if (link != null) {
      link.reads.delay(span);
    }
  }

  void request() {
    if (!loops.isEmpty()) {
      loops.get(world.below(loops.size())).request();
    }
  }

  /** Whether every loop decides, and on the newest policy. */
  boolean isCurrent() {
    return isUp
        && !isStopped()
        && lease.isLive()
        && loops.stream().allMatch(loop -> loop.revision().equals(store.head().revision()));
  }

  private void handle(Event event) {
    List<Action> actions = core.handle(event);
    world.note(
        () ->
            this + ": " + brief(event) + " -> " + actions.stream().map(SimReplica::brief).toList());
    actions.forEach(this::carryOut);
  }

  private static String brief(Object word) {
    String text = word.toString().replaceAll("io[.]portcullis[.][a-z.]*|@[0-9a-f]+", "");
    return text.substring(0, Math.min(120, text.length()));
  }

  @Override
  public String toString() {
    return "replica " + number;
  }

  private void carryOut(Action action) {
    if (action instanceof Action.Connect) {
      timer(PAUSES[Math.min(failures++, PAUSES.length - 1)] * SimWorld.MILLI, this::connect);
    } else if (action instanceof Action.Disconnect) {
      disconnect();
    } else if (action instanceof Action.Publish publish) {
      publish(publish.snapshot(), publish.generation());
    } else if (action instanceof Action.Renew renew) {
      renew(renew.sentAt());
    } else if (action instanceof Action.Fence) {
      lease.drop();
    } else if (action instanceof Action.Quiesce) {
      onEveryLoop(loop -> {}, loops.size(), () -> handle(new Event.Quiesced()));
    } else if (action instanceof Action.Leave) {
      left();
    } else if (link != null) {
      talk(link, action);
    }
  }

  private void talk(Link open, Action action) {
    if (action instanceof Action.Load) {
      ask(open, open.reads, READ_SILENCE, store::load, Event.Loaded::new);
    } else if (action instanceof Action.Fetch fetch) {
      ask(
          open,
          open.reads,
          READ_SILENCE,
          () -> store.deltasAfter(fetch.after()),
          Event.Fetched::new);
    } else if (action instanceof Action.Register register) {
      register(open, register.applied());
    } else if (action instanceof Action.Beat beat) {
      beat(open, beat.applied());
    }
  }

  private <T> void ask(
      Link open,
      SimNetwork.Connection connection,
      long patience,
      Supplier<T> statement,
      Function<T, Event> toEvent) {
    boolean[] isAnswered = {false};
    connection.ask(
        statement,
        answer -> {
          isAnswered[0] = true;
          if (link == open) {
            handle(toEvent.apply(answer));
          }
        });
    timer(
        patience,
        () -> {
          if (!isAnswered[0]) {
            lost(open);
          }
        });
  }

  private void register(Link open, PolicyRevision applied) {
    forsaken.add(incarnation);
    List<UUID> earlier = List.copyOf(forsaken);
    UUID next = newId();
    incarnation = next;
    if (broken == BrokenRule.LEASE_BEFORE_ROW) {
      world.after(world.between(0, length.toNanos()), () -> store.register(next, length, applied));
      run(() -> handle(new Event.Registered()));
      return;
    }
    ask(
        open,
        open.beats,
        STATEMENT_TIMEOUT,
        () -> {
          earlier.forEach(store::remove);
          store.register(next, length, applied);
          return next;
        },
        registered -> {
          forsaken.removeAll(earlier);
          return new Event.Registered();
        });
  }

  private void beat(Link open, PolicyRevision applied) {
    Lease.Moment sentAt = clock.now();
    UUID beating = incarnation;
    ask(
        open,
        open.beats,
        STATEMENT_TIMEOUT,
        () -> {
          Heartbeat answer = store.beat(beating, applied);
          world.after(SimWorld.MICRO, onBeat);
          return new Heartbeat(
              answer.head(),
              answer.isRegistered() || broken == BrokenRule.LEASE_BEFORE_ROW,
              answer.isWhole() || broken == BrokenRule.NO_FENCE);
        },
        answer -> {
          Lease.Moment from = broken == BrokenRule.LEASE_FROM_ANSWER ? clock.now() : sentAt;
          if (broken == BrokenRule.NO_HEAD_CHECK && answer.isRegistered() && answer.isWhole()) {
            renew(from);
          }
          return new Event.Beaten(from, answer);
        });
  }

  private void connect() {
    SimNetwork.Connection beats = network.connect(this::closed);
    SimNetwork.Connection reads = network.connect(this::closed);
    Link opening = new Link(beats, reads);
    boolean[] isAnswered = {false};
    beats.ask(
        () -> true,
        listening -> {
          isAnswered[0] = true;
          link = opening;
          handle(new Event.Connected());
        });
    timer(
        CONNECT_TIMEOUT,
        () -> {
          if (!isAnswered[0]) {
            beats.close();
            reads.close();
            carryOut(new Action.Connect());
          }
        });
  }

  private void closed() {
    if (link != null) {
      lost(link);
    }
  }

  private void lost(Link open) {
    if (link == open) {
      handle(new Event.Disconnected());
    }
  }

  private void disconnect() {
    Link open = link;
    link = null;
    if (open != null) {
      open.beats.close();
      open.reads.close();
    }
  }

  private void notifyOfCommit() {
    Link open = link;
    if (open != null) {
      open.beats.notified(
          () -> {
            if (link == open) {
              handle(new Event.Woken());
            }
          });
    }
  }

  private void publish(PolicySnapshot snapshot, int generation) {
    int needed = broken == BrokenRule.ACKNOWLEDGED_BY_FIRST_LOOP ? 1 : loops.size();
    onEveryLoop(
        loop -> loop.put(snapshot),
        needed,
        () -> handle(new Event.Applied(snapshot.revision(), generation)));
  }

  /** Runs {@code task} on each loop, and {@code done} on the replica's own. */
  private void onEveryLoop(Consumer<SimLoop> task, int needed, Runnable done) {
    int[] missing = {needed};
    for (SimLoop loop : loops) {
      loop.postSwap(
          () -> {
            task.accept(loop);
            world.after(
                world.between(0, 50 * SimWorld.MICRO),
                () ->
                    run(
                        () -> {
                          if (--missing[0] == 0) {
                            done.run();
                          }
                        }));
          });
    }
  }

  private void renew(Lease.Moment sentAt) {
    failures = 0;
    lease.renew(sentAt);
    requestJustBeforeItEnds();
  }

  /** A request at the last moment at which it may be admitted. */
  private void requestJustBeforeItEnds() {
    Lease.End end = lease.end();
    if (end != null && world.chance(0.3)) {
      long margin = 60 * SimWorld.MICRO + world.between(0, 500 * SimWorld.MICRO);
      timer(end.nanos() - clock.nanos() - margin, this::request);
    }
  }

  private void left() {
    if (link != null) {
      UUID leaving = incarnation;
      link.beats.ask(
          () -> {
            store.remove(leaving);
            return true;
          },
          removed -> {});
    }
    timer(
        200 * SimWorld.MILLI,
        () -> {
          gone();
          world.after(world.between(0, length.toNanos()), this::start);
        });
  }
}
