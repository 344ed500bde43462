package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionStore;
import io.portcullis.store.RejectionTailStore;
import io.portcullis.store.RejectionTailStore.Horizon;
import io.portcullis.store.RejectionTailStore.Place;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rejections as they come, to everybody who follows them. One look at the database tells whether
 * there is anything for anybody; what there is, each stream reads by its own filter, one stream
 * after the other, so that the whole tail takes one connection. Used on the event loop of the admin
 * server alone.
 */
final class LiveTail {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);
  private static final long INTERVAL_MILLIS = 500;
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long READ_SECONDS = 10;
  private static final int STREAMS = 50;
  private static final int STREAMS_OF_ONE = 10;

  private final Database database;
  private final Access access;
  private final RejectionTailStore store = new RejectionTailStore();
  private final List<LiveStream> streams = new ArrayList<>();
  private boolean isReading;
  private boolean isFailing;

  LiveTail(Database database, Access access) {
    this.database = database;
    this.access = access;
  }

  /** Looks from now on, until the server is stopped. */
  void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> read());
    vertx.setPeriodic(HEARTBEAT_MILLIS, tick -> streams.forEach(LiveStream::beat));
  }

  /** Answers with a stream; done when it has ended. */
  Future<Void> answer(RoutingContext context, @Nullable String project) {
    Optional<Place> resumed = LiveStream.lastSeen(context);
    LiveStream stream =
        new LiveStream(context, project, Params.of(context).filter(RejectionStore.FILTERS));
    checkRoom(stream.caller());
    streams.add(stream);
    return horizon(0)
        .compose(now -> stream.begin(resumed.orElse(Place.before(now.tx())), now))
        .eventually(
            () -> {
              streams.remove(stream);
              return Future.succeededFuture();
            });
  }

  private void checkRoom(Caller caller) {
    long own =
        streams.stream().filter(other -> other.caller().actor().equals(caller.actor())).count();
    if (streams.size() >= STREAMS || own >= STREAMS_OF_ONE) {
      throw ApiProblem.tooMany(
          "There are %d live streams at most, and %d of one caller; end one first."
              .formatted(STREAMS, STREAMS_OF_ONE));
    }
  }

  private Future<Horizon> horizon(long since) {
    return store.horizon(database.audit(), since).timeout(READ_SECONDS, TimeUnit.SECONDS);
  }

  private void read() {
    List<LiveStream> ready = streams.stream().filter(LiveStream::isReady).toList();
    if (isReading || ready.isEmpty()) {
      return;
    }
    isReading = true;
    long since = ready.stream().mapToLong(LiveStream::tx).min().orElse(0);
    horizon(since)
        .compose(now -> pass(ready, now))
        .onComplete(
            done -> {
              isReading = false;
              note(done.cause());
              if (done.succeeded() && ready.stream().anyMatch(LiveStream::isBehind)) {
                Vertx.currentContext().runOnContext(again -> read());
              }
            });
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null && !isFailing) {
      LOG.warn("Rejections cannot be followed, trying again: {}", failure.toString());
    }
    isFailing = failure != null;
  }

  /** Each stream reads one page, so that none waits for another's past. */
  private Future<Void> pass(List<LiveStream> ready, Horizon now) {
    List<LiveStream> inTurn = new ArrayList<>(ready);
    inTurn.sort(Comparator.comparingLong(LiveStream::tx));
    Future<Void> done = Future.succeededFuture();
    for (LiveStream stream : inTurn) {
      done = done.compose(before -> serve(stream, now));
    }
    return done;
  }

  private Future<Void> serve(LiveStream stream, Horizon now) {
    return stream
        .check(access)
        .compose(
            may -> {
              if (!may) {
                stream.end();
                return Future.succeededFuture();
              }
              return now.hasNews()
                  ? store
                      .next(
                          database.audit(), stream.place(), now, stream.project(), stream.filter())
                      .timeout(READ_SECONDS, TimeUnit.SECONDS)
                      .onSuccess(stream::write)
                      .mapEmpty()
                  : stream.skipTo(now);
            });
  }
}
