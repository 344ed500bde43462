package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionSummaryStore.Bucket;
import io.portcullis.store.SeenUserStore;
import io.portcullis.store.SeenUserStore.User;
import io.portcullis.store.TrafficSummaryStore;
import io.portcullis.store.TrafficSummaryStore.Item;
import io.portcullis.store.TrafficSummaryStore.Mark;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many requests a project had, and of whom. */
final class TrafficResource {
  private static final long MINUTES_KEPT_DAYS = 2;

  private final Database database;
  private final ItemReads reads;
  private final TrafficSummaryStore summaries = new TrafficSummaryStore();
  private final SeenUserStore users = new SeenUserStore();

  TrafficResource(Database database) {
    this.database = database;
    this.reads = new ItemReads(new RouteRules(), database);
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "summarizeTraffic", this::summarize);
    Operations.on(router, "listUsers", this::listUsers);
  }

  private Future<Void> summarize(RoutingContext context) {
    Params params = Params.of(context);
    TimeSpan asked = TimeSpan.of(params);
    TimeSpan span = asked.bucket() == Bucket.MINUTE ? asked : asked.wholeHours();
    OffsetDateTime oldest = OffsetDateTime.now(ZoneOffset.UTC).minusDays(MINUTES_KEPT_DAYS);
    if (span.bucket() == Bucket.MINUTE && span.from().isBefore(oldest)) {
      throw ApiProblem.invalid("from", "is too long ago for minutes, which are kept for two days");
    }
    Mark mark = Mark.valueOf(TimeSpan.upper(params.query("by"), "OUTCOME"));
    String project = params.path("project");
    return reads
        .requireProject(database.policy(), project)
        .compose(
            exists ->
                Future.all(
                    summaries.summarize(
                        database.audit(), project, span.from(), span.to(), span.bucket(), mark),
                    summaries.latencies(
                        database.audit(), project, span.from(), span.to(), span.bucket())))
        .compose(
            both ->
                Answers.json(
                    context,
                    200,
                    toJson(span, both.resultAt(0))
                        .put("latency", LatencyJson.of(both.resultAt(1)))));
  }

  private static JsonObject toJson(TimeSpan span, List<Item> items) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(toJson(item)));
    return new JsonObject()
        .put("from", span.from().toInstant().toString())
        .put("to", span.to().toInstant().toString())
        .put("admitted", items.stream().mapToLong(Item::admitted).sum())
        .put("rejected", items.stream().mapToLong(Item::rejected).sum())
        .put("items", array);
  }

  private static JsonObject toJson(Item item) {
    JsonObject json = new JsonObject().put("time", item.time().toInstant().toString());
    if (item.key() != null) {
      json.put("key", item.key());
    }
    if (item.isOther()) {
      json.put("other", true);
    }
    return json.put("admitted", item.admitted()).put("rejected", item.rejected());
  }

  private Future<Void> listUsers(RoutingContext context) {
    Params params = Params.of(context);
    String project = params.path("project");
    return reads
        .requireProject(database.policy(), project)
        .compose(
            exists ->
                users.list(
                    database.audit(),
                    project,
                    after(PageToken.read(params.query("pageToken"))),
                    params.pageSize() + 1,
                    params.filter(SeenUserStore.FILTERS)))
        .compose(
            found ->
                Answers.page(
                    context,
                    found,
                    params.pageSize(),
                    user -> user,
                    user -> user.getString("issuer") + " " + user.getString("subject")));
  }

  /** IDs of issuers have no blank. */
  private static @Nullable User after(String key) {
    int blank = key.indexOf(' ');
    if (key.isEmpty()) {
      return null;
    }
    if (blank < 0) {
      throw PageToken.unknown();
    }
    return new User(key.substring(0, blank), key.substring(blank + 1));
  }
}
