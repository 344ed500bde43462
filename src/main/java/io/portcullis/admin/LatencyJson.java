package io.portcullis.admin;

import io.portcullis.audit.LatencyBuckets;
import io.portcullis.store.TrafficSummaryStore.Latency;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long requests took, over all and step by step, as the API tells it. */
final class LatencyJson {
  private final long[] decision = new long[LatencyBuckets.COUNT];
  private final long[] backend = new long[LatencyBuckets.COUNT];

  private LatencyJson() {}

  static JsonObject of(List<Latency> counts) {
    LatencyJson all = new LatencyJson();
    Map<OffsetDateTime, LatencyJson> steps = new TreeMap<>();
    for (Latency count : counts) {
      all.add(count);
      steps.computeIfAbsent(count.time(), first -> new LatencyJson()).add(count);
    }
    JsonArray items = new JsonArray();
    steps.forEach(
        (time, step) -> items.add(step.toJson().put("time", time.toInstant().toString())));
    return all.toJson().put("items", items);
  }

  private void add(Latency count) {
    int bucket = Math.min(count.number(), LatencyBuckets.COUNT) - 1;
    decision[bucket] += count.decision();
    backend[bucket] += count.backend();
  }

  private JsonObject toJson() {
    return new JsonObject().put("decision", toJson(decision)).put("backend", toJson(backend));
  }

  private static JsonObject toJson(long[] counts) {
    long all = Arrays.stream(counts).sum();
    JsonObject json = new JsonObject().put("requests", all);
    return all == 0
        ? json
        : json.put("p50Millis", millis(counts, 0.5)).put("p99Millis", millis(counts, 0.99));
  }

  private static double millis(long[] counts, double share) {
    return LatencyBuckets.quantile(counts, share).toNanos() / 1e6;
  }
}
