package io.portcullis.audit;

import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long requests took, by project and minute. Bounded: what finds no room, because PostgreSQL
 * has been down for long, is left out. Belongs to one thread at a time.
 */
final class LatencyCounts {
  private static final int MOST = 2000;

  /** A row is large beside one of the counts. */
  private static final int MOST_IN_BATCH = 100;

  private final Map<Step, Latencies> minutes = new LinkedHashMap<>();

  private record Step(String name, String project, Instant at) {}

  boolean isEmpty() {
    return minutes.isEmpty();
  }

  void add(String project, Instant minute, Latencies latencies) {
    add(new Step("minute", project, minute), latencies);
  }

  void add(LatencyCounts other) {
    other.minutes.forEach(this::add);
  }

  private void add(Step step, Latencies latencies) {
    Latencies known = minutes.get(step);
    if (known != null) {
      known.add(latencies);
    } else if (minutes.size() < MOST) {
      minutes.put(step, latencies);
    }
  }

  /** Takes some out, as rows of their minutes and hours. */
  JsonArray takeSome() {
    Map<Step, Latencies> hours = new HashMap<>();
    JsonArray rows = new JsonArray();
    for (var each = minutes.entrySet().iterator();
        each.hasNext() && rows.size() < MOST_IN_BATCH; ) {
      var minute = each.next();
      Instant hour = minute.getKey().at.truncatedTo(ChronoUnit.HOURS);
      hours
          .computeIfAbsent(
              new Step("hour", minute.getKey().project, hour), first -> new Latencies())
          .add(minute.getValue());
      add(rows, minute.getKey(), minute.getValue());
      each.remove();
    }
    hours.forEach((hour, latencies) -> add(rows, hour, latencies));
    return rows;
  }

  private static void add(JsonArray rows, Step step, Latencies latencies) {
    rows.add(
        latencies
            .toRow()
            .put("project_id", step.project)
            .put("step", step.name)
            .put("at", step.at.toString()));
  }
}
