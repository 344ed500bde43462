package io.portcullis.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rejections that have no row of their own, counted exactly. Its size is bounded by what can be
 * told apart: once there are too many kinds, the client is no longer one of the marks, then the
 * route.
 */
final class FoldedCounts {
  private static final int MAX_KINDS = 10_000;

  private final ConcurrentHashMap<Kind, Long> counts = new ConcurrentHashMap<>();

  private record Kind(
      Instant minute,
      @Nullable String project,
      @Nullable String route,
      String reason,
      @Nullable String client) {}

  void add(Rejection rejection) {
    Instant minute = rejection.time().truncatedTo(ChronoUnit.MINUTES);
    String reason = rejection.reason().code();
    Kind kind =
        new Kind(
            minute,
            rejection.project(),
            rejection.route(),
            reason,
            rejection.verified() ? rejection.client() : null);
    boolean isRoom = counts.mappingCount() < MAX_KINDS || counts.containsKey(kind);
    counts.merge(isRoom ? kind : new Kind(minute, null, null, reason, null), 1L, Long::sum);
  }

  /** Hands them over as numbered rows and starts anew. */
  JsonArray drain(Numbering numbering) {
    JsonArray rows = new JsonArray();
    for (Kind kind : counts.keySet()) {
      Long count = counts.remove(kind); // whoever counts from now on starts a new entry
      if (count != null) {
        rows.add(toRow(numbering.next(), kind, count));
      }
    }
    return rows;
  }

  private static JsonObject toRow(long seq, Kind kind, long count) {
    return new JsonObject()
        .put("seq", seq)
        .put("minute", kind.minute.toString())
        .put("project_id", kind.project)
        .put("route", kind.route)
        .put("reason", kind.reason)
        .put("client", kind.client)
        .put("rejections", count);
  }

  /** Gives each row its number. */
  interface Numbering {
    long next();
  }
}
