package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.Database;
import io.portcullis.store.PolicyReader;
import io.portcullis.store.ReplicaStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgNotice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a replica: carries out what {@link ReplicaCore} says, on one event loop of its
 * own.
 */
public final class PolicyReplica extends VerticleBase implements PolicySource {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyReplica.class);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How long a read may go without a row; how long it takes as a whole depends on the policy. */
  private static final Duration READ_SILENCE = Duration.ofSeconds(3);

  private static final Duration LONGEST_BEAT = Duration.ofMillis(500);
  private static final String CHANNEL = "portcullis";
  private static final long NOTIFY_PATIENCE_MILLIS = 1000;

  /** SQLSTATE class (PostgreSQL documentation, appendix A); the word differs by language. */
  private static final String WARNING = "01";

  /** A table or a column that is not there yet. */
  private static final Set<String> UNDEFINED = Set.of("42P01", "42703");

  private static final long[] PAUSES = {1, 50, 100, 200, 400, 800, 1000};

  private final Database database;
  private final ReplicaStore.Identity identity;
  private final PolicyReader reader = new PolicyReader();
  private final ReplicaStore replicas = new ReplicaStore();
  private final ReplicaCore core = new ReplicaCore();
  private final LoopPolicies loops = new LoopPolicies();
  private final Lease lease;

  private volatile UUID incarnation = UUID.randomUUID();
  private volatile PolicyRevision applied = PolicyRevision.NONE;
  private volatile PolicyRevision head = PolicyRevision.NONE;
  private final NotificationWatch notifications = new NotificationWatch();
  private final Promise<Void> left = Promise.promise();

  /** Earlier incarnations of this process, whose rows may still be there. */
  private final Set<UUID> forsaken = new HashSet<>();

  private @Nullable Link link;
  private int failures;

  public PolicyReplica(Database database, ReplicaStore.Identity identity) {
    this.database = database;
    this.identity = identity;
    this.lease = new Lease(identity.lease(), LeaseClock.SYSTEM);
  }

  @Override
  public Future<?> start() {
    long beat = Math.min(LONGEST_BEAT.toMillis(), identity.lease().toMillis() / 5);
    vertx.setPeriodic(beat, tick -> handle(new Event.Ticked()));
    handle(new Event.Started());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    handle(new Event.Leaving());
    return left.future()
        .onComplete(
            done -> {
              Link open = link;
              link = null;
              if (open != null) {
                open.close();
              }
            });
  }

  @Override
  public CurrentPolicy attach(Context loop, PolicyListener listener) {
    LoopPolicies.LoopPolicy policy = new LoopPolicies.LoopPolicy(loop, lease, listener);
    context.runOnContext(turn -> loops.add(policy));
    return policy;
  }

  /** The incarnation under which this process is registered now; any thread. */
  public UUID incarnation() {
    return incarnation;
  }

  /** What every event loop acts on; any thread. */
  public PolicyRevision applied() {
    return applied;
  }

  /** What is left of the lease; any thread. */
  public Duration leaseRemaining() {
    return lease.remaining();
  }

  /** How many revisions the last heartbeat saw that are not in force here yet; any thread. */
  public long lag() {
    return Math.max(0, head.number() - applied.number());
  }

  /** Whether the database's notifications arrive here; without them changes take longer. */
  public boolean isNotified() {
    return Boolean.TRUE.equals(notifications.isArriving());
  }

  /** Whether the lease is live; any thread. */
  public boolean isCurrent() {
    return lease.isLive();
  }

  private void handle(Event event) {
    core.handle(event).forEach(this::carryOut);
  }

  private void carryOut(Action action) {
    if (action instanceof Action.Connect) {
      connectAfterPause();
    } else if (action instanceof Action.Disconnect) {
      disconnect();
    } else if (action instanceof Action.Publish publish) {
      publish(publish);
    } else if (action instanceof Action.Renew renew) {
      renew(renew);
    } else if (action instanceof Action.Fence fence) {
      LOG.warn("No decisions until further notice: {}", fence.why());
      lease.drop();
    } else if (action instanceof Action.Quiesce) {
      loops.barrier().onComplete(quiet -> handle(new Event.Quiesced()));
    } else if (action instanceof Action.Leave) {
      leave();
    } else if (link != null) {
      talk(link, action);
    }
  }

  private void talk(Link open, Action action) {
    if (action instanceof Action.Load) {
      expect(open, reader.load(open.reads(), READ_SILENCE).map(Event.Loaded::new));
    } else if (action instanceof Action.Fetch fetch) {
      expect(
          open,
          reader.deltasAfter(open.reads(), fetch.after(), READ_SILENCE).map(Event.Fetched::new));
    } else if (action instanceof Action.Register register) {
      expect(open, soon(register(open, register.applied()).map(done -> new Event.Registered())));
    } else if (action instanceof Action.Beat beat) {
      Lease.Moment sentAt = LeaseClock.SYSTEM.now();
      expect(
          open,
          soon(
              replicas
                  .beat(open.beats(), incarnation, beat.applied(), notifications.isArriving())
                  .onSuccess(answer -> seen(open, answer.head().revision()))
                  .map(answer -> new Event.Beaten(sentAt, answer))));
    }
  }

  /**
   * Registers under a new incarnation, and takes earlier ones off: none of them has a lease left,
   * and every change would wait for their rows.
   */
  private Future<Void> register(Link open, PolicyRevision inForce) {
    forsaken.add(incarnation);
    List<UUID> earlier = List.copyOf(forsaken);
    UUID next = UUID.randomUUID();
    incarnation = next;
    return Future.all(earlier.stream().map(id -> replicas.remove(open.beats(), id)).toList())
        .onSuccess(removed -> earlier.forEach(forsaken::remove))
        .compose(removed -> replicas.register(open.beats(), next, identity, inForce));
  }

  private static <T> Future<T> soon(Future<T> answer) {
    return answer.timeout(STATEMENT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Only an answer on the connections in use counts; a late or failed one costs both. */
  private void expect(Link asked, Future<? extends Event> answer) {
    answer
        .onSuccess(
            event -> {
              if (link == asked) {
                handle(event);
              }
            })
        .onFailure(
            failure -> {
              if (link == asked) {
                warn("PostgreSQL did not answer, trying again", failure);
                handle(new Event.Disconnected());
              }
            });
  }

  private void connectAfterPause() {
    long pause = PAUSES[Math.min(failures, PAUSES.length - 1)];
    failures++;
    vertx.setTimer(pause, due -> connect());
  }

  private void connect() {
    Future<Link> opening = Link.open(database, CHANNEL);
    opening
        .timeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(this::connected)
        .onFailure(
            failure -> {
              opening.onSuccess(Link::close); // it may yet come, too late
              warn("PostgreSQL cannot be reached, trying again", failure);
              connectAfterPause();
            });
  }

  private void warn(String what, Throwable failure) {
    if (failures != 1 && failures % 10 != 0) {
      return;
    }
    if (failure instanceof PgException error && UNDEFINED.contains(error.getSqlState())) {
      LOG.info("Waiting for the database's tables: the admin or 'migrate' makes them");
    } else {
      LOG.warn("{}: {}", what, failure.toString());
    }
  }

  private void connected(Link open) {
    link = open;
    open.beats()
        .notificationHandler(
            notification -> {
              if (link == open) {
                notifications.arrived(notification.getPayload());
                handle(new Event.Woken());
              }
            });
    open.beats().noticeHandler(notice -> noticed(open, notice));
    open.beats().closeHandler(closed -> closed(open));
    open.reads().closeHandler(closed -> closed(open));
    notifications.connected();
    open.beats().query("NOTIFY " + CHANNEL).execute();
    expectNotification(open);
    handle(new Event.Connected());
  }

  private void closed(Link open) {
    if (link == open) {
      handle(new Event.Disconnected());
    }
  }

  /**
   * PostgreSQL warns, and then reports success, when a wait for the standby was cancelled: what was
   * written may yet be lost, so it must not earn a lease.
   */
  private void noticed(Link open, PgNotice notice) {
    if (link == open && notice.getCode().startsWith(WARNING)) {
      LOG.warn("PostgreSQL warned on the heartbeats' connection: {}", notice.getMessage());
      closed(open);
    }
  }

  private void seen(Link open, PolicyRevision revision) {
    head = revision;
    if (link == open && notifications.isOwed(revision) && isNotified()) {
      expectNotification(open);
    }
  }

  /** A pooler in between takes LISTEN and never delivers. */
  private void expectNotification(Link open) {
    long before = notifications.count();
    vertx.setTimer(
        NOTIFY_PATIENCE_MILLIS,
        due -> {
          if (link == open && notifications.count() == before && notifications.missed()) {
            LOG.warn(
                "Notifications of PostgreSQL do not arrive, so each change waits for the next heartbeat: connect without a pooler, or with one in session mode");
          }
        });
  }

  private void disconnect() {
    Link open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }

  private void publish(Action.Publish publish) {
    PolicyRevision revision = publish.snapshot().revision();
    loops
        .putEverywhere(publish.snapshot())
        .onSuccess(
            everywhere -> {
              applied = revision;
              handle(new Event.Applied(revision, publish.generation()));
            })
        .onFailure(
            failure -> {
              LOG.error("Revision {} is not in force on every event loop", revision, failure);
              handle(new Event.NotApplied(publish.generation()));
            });
  }

  private void leave() {
    if (link == null) {
      left.complete();
      return;
    }
    soon(replicas.remove(link.beats(), incarnation)).onComplete(done -> left.complete());
  }

  private void renew(Action.Renew renew) {
    failures = 0;
    if (!lease.isLive()) {
      LOG.info("Deciding on policy revision {}", applied);
    }
    lease.renew(renew.sentAt());
  }
}
