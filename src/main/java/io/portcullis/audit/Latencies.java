package io.portcullis.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How long the requests of a project took. Belongs to one thread at a time. */
final class Latencies {
  private final long[] decision = new long[LatencyBuckets.COUNT];
  private final long[] backend = new long[LatencyBuckets.COUNT];

  void decided(long nanos) {
    decision[LatencyBuckets.of(nanos)]++;
  }

  void answered(long nanos) {
    backend[LatencyBuckets.of(nanos)]++;
  }

  void add(Latencies other) {
    for (int bucket = 0; bucket < LatencyBuckets.COUNT; bucket++) {
      decision[bucket] += other.decision[bucket];
      backend[bucket] += other.backend[bucket];
    }
  }

  JsonObject toRow() {
    return new JsonObject().put("decision", toJson(decision)).put("backend", toJson(backend));
  }

  /** Without what is 0 at the end. */
  private static JsonArray toJson(long[] counts) {
    int length = counts.length;
    while (length > 0 && counts[length - 1] == 0) {
      length--;
    }
    JsonArray json = new JsonArray();
    for (int bucket = 0; bucket < length; bucket++) {
      json.add(counts[bucket]);
    }
    return json;
  }
}
