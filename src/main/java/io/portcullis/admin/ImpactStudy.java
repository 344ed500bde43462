package io.portcullis.admin;

import io.portcullis.policy.Changeover;
import io.portcullis.store.Database;
import io.portcullis.store.SeenUserStore;
import io.portcullis.store.TrafficStore;
import io.portcullis.store.TrafficStore.Used;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Finds out whom a change would cut off, of those who were seen in the last 30 days. */
final class ImpactStudy {
  private static final int MOST_USERS = 10_000;

  private final Database database;
  private final SeenUserStore users = new SeenUserStore();
  private final TrafficStore traffic = new TrafficStore();

  ImpactStudy(Database database) {
    this.database = database;
  }

  /** Whom it would cut off, as the API tells it. */
  Future<JsonObject> of(String project, Changeover changeover) {
    return users
        .recent(database.audit(), project, MOST_USERS + 1)
        .compose(
            seen ->
                traffic
                    .used(database.audit(), project)
                    .compose(used -> compare(project, changeover, seen, used)));
  }

  /** Many decisions, so on a worker. */
  private static Future<JsonObject> compare(
      String project, Changeover changeover, List<JsonObject> seen, List<Used> used) {
    Instant now = Instant.now();
    return Vertx.currentContext()
        .executeBlocking(
            () -> {
              Impact impact = new Impact(project, changeover, used, now);
              seen.stream().limit(MOST_USERS).forEach(impact::ask);
              return impact.toJson(seen.size() <= MOST_USERS);
            });
  }
}
