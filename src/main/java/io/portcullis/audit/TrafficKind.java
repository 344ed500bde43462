package io.portcullis.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What tells admitted requests apart that are counted.
 *
 * @param minute the minute that they fall into, or for wider kinds the hour or day
 * @param route empty for wider kinds
 * @param client empty for wider kinds, and for callers without a token
 */
record TrafficKind(Instant minute, String project, String route, String client) {

  static TrafficKind of(Instant time, String project, String route, String client) {
    return new TrafficKind(time.truncatedTo(ChronoUnit.MINUTES), project, route, client);
  }

  /** The kind that this one is part of; a kind that is its own is the widest. */
  TrafficKind wider() {
    if (!route.isEmpty()) {
      return new TrafficKind(minute, project, "", "");
    }
    Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
    return new TrafficKind(
        hour.equals(minute) ? minute.truncatedTo(ChronoUnit.DAYS) : hour, project, "", "");
  }

  JsonObject toRow(long requests) {
    return new JsonObject()
        .put("project_id", project)
        .put("minute", minute.toString())
        .put("route", route)
        .put("client", client)
        .put("requests", requests);
  }
}
