package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.RejectionTailStore.Followed;
import io.portcullis.store.RejectionTailStore.Horizon;
import io.portcullis.store.RejectionTailStore.Page;
import io.portcullis.store.RejectionTailStore.Place;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One who follows the rejections, by server-sent events (HTML standard, section 9.2). Nothing is
 * read for a stream whose caller does not take what was sent, so each holds one page at most.
 */
final class LiveStream {
  private static final long CHECK_NANOS = 1_000_000_000L;

  private final RoutingContext context;
  private final Caller caller;
  private final @Nullable String project;
  private final Filter filter;
  private final Promise<Void> ended = Promise.promise();
  private Place place = Place.before(0);
  private long checkedAt = System.nanoTime();
  private boolean isOpen;
  private boolean isBehind;

  /**
   * @param project the one whose rejections are wanted, or null for all
   */
  LiveStream(RoutingContext context, @Nullable String project, Filter filter) {
    this.context = context;
    this.caller = Caller.of(context);
    this.project = project;
    this.filter = filter;
  }

  /** Where the caller was when an earlier stream broke off. */
  static Optional<Place> lastSeen(RoutingContext context) {
    String text = context.request().getHeader("Last-Event-ID");
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    try {
      return Optional.of(
          new Place(Long.parseLong(parts[0]), UUID.fromString(parts[1]), Long.parseLong(parts[2])));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException failure) {
      throw notOurs();
    }
  }

  private static ApiProblem notOurs() {
    return ApiProblem.invalid(
        "Last-Event-ID", "is not the ID of an event of this server: leave it out to begin anew");
  }

  Caller caller() {
    return caller;
  }

  @Nullable String project() {
    return project;
  }

  Filter filter() {
    return filter;
  }

  Place place() {
    return place;
  }

  long tx() {
    return place.tx();
  }

  /** Whether there may be more for it at this moment. */
  boolean isBehind() {
    return isBehind && isReady();
  }

  boolean isReady() {
    return isOpen && !context.response().writeQueueFull();
  }

  /** Answers with the head, and says how far the stream is; done when it has ended. */
  Future<Void> begin(Place from, Horizon now) {
    HttpServerResponse response = context.response();
    if (from.tx() > now.tx()) {
      throw notOurs();
    }
    if (response.closed()) {
      return Future.succeededFuture();
    }
    response.closeHandler(gone -> ended());
    response.exceptionHandler(failure -> ended());
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(
            HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY) // compression would hold back
        .putHeader("X-Accel-Buffering", "no");
    place = from;
    isOpen = true;
    response.write("id: " + id(place) + "\n\n");
    return ended.future();
  }

  private void ended() {
    isOpen = false;
    ended.tryComplete();
  }

  /** Whether the caller still has the rights with which the stream was opened. */
  Future<Boolean> check(Access access) {
    if (!isOpen || System.nanoTime() - checkedAt < CHECK_NANOS) {
      return Future.succeededFuture(true);
    }
    return access
        .callerNow(context)
        .recover(
            refused ->
                refused instanceof ApiProblem
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(refused))
        .map(now -> now.isPresent() && now.get().rights().equals(caller.rights()))
        .onSuccess(checked -> checkedAt = System.nanoTime());
  }

  void end() {
    if (isOpen) {
      context.response().end();
      ended();
    }
  }

  void write(Page page) {
    place = page.end();
    isBehind = !page.isAll();
    if (!isOpen || page.items().isEmpty()) {
      return;
    }
    Buffer events = Buffer.buffer();
    for (Followed followed : page.items()) {
      events
          .appendString("event: rejection\nid: " + id(followed.place()) + "\ndata: ")
          .appendBuffer(followed.item().toBuffer())
          .appendString("\n\n");
    }
    context.response().write(events);
  }

  /** There is nothing up to here. */
  Future<Void> skipTo(Horizon now) {
    place = Place.before(now.tx());
    isBehind = false;
    return Future.succeededFuture();
  }

  /** Shows both sides that the other is there, and lets the caller resume from here. */
  void beat() {
    if (isReady()) {
      context.response().write(": still here\nid: " + id(place) + "\n\n");
    }
  }

  private static String id(Place place) {
    return place.tx() + "." + place.replica() + "." + place.seq();
  }
}
