package io.portcullis.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells rejections apart that are only counted.
 *
 * @param minute the minute, or for the coarsest kinds the day, that they fall into
 * @param client the audience, where the issuer vouches for it; callers could invent any number
 * @param network where they came from, as {@link SourceNetwork} has it
 */
record RejectionKind(
    Instant minute,
    @Nullable String project,
    @Nullable String route,
    String reason,
    @Nullable String client,
    @Nullable String network) {

  /** Stands for reasons that could not be told apart any more. */
  private static final String VARIOUS = "various";

  static RejectionKind of(Rejection rejection) {
    return new RejectionKind(
        rejection.time().truncatedTo(ChronoUnit.MINUTES),
        rejection.project(),
        rejection.route(),
        rejection.reason().code(),
        rejection.verified() ? RejectionRows.storable(rejection.client()) : null,
        SourceNetwork.of(rejection.sourceAddress()));
  }

  /** The one for everything that there is no other room for. */
  static RejectionKind anything(Instant since) {
    return new RejectionKind(
        since.truncatedTo(ChronoUnit.MINUTES), null, null, VARIOUS, null, null);
  }

  /** This one, and then the kinds that it is part of, each wider than the one before. */
  List<RejectionKind> wideningFrom() {
    return List.of(
        this,
        new RejectionKind(minute, project, route, reason, client, null),
        new RejectionKind(minute, project, null, reason, null, null),
        new RejectionKind(minute, null, null, reason, null, null),
        new RejectionKind(minute.truncatedTo(ChronoUnit.DAYS), null, null, reason, null, null));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("minute", minute.toString())
        .put("project_id", project)
        .put("route", route)
        .put("reason", reason)
        .put("client", client)
        .put("network", network);
  }

  static RejectionKind fromJson(JsonObject json) {
    return new RejectionKind(
        Instant.parse(json.getString("minute")),
        json.getString("project_id"),
        json.getString("route"),
        json.getString("reason"),
        json.getString("client"),
        json.getString("network"));
  }
}
