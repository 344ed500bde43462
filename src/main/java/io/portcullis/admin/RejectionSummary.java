package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionSummaryStore;
import io.portcullis.store.RejectionSummaryStore.Item;
import io.portcullis.store.RejectionSummaryStore.Mark;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts of rejected requests over HTTP. */
final class RejectionSummary {
  private final Database database;
  private final RejectionSummaryStore store = new RejectionSummaryStore();

  RejectionSummary(Database database) {
    this.database = database;
  }

  Future<Void> answer(RoutingContext context, @Nullable String project) {
    Params params = Params.of(context);
    TimeSpan span = TimeSpan.of(params);
    Mark mark = Mark.valueOf(TimeSpan.upper(params.query("by"), "REASON"));
    return store
        .summarize(database.audit(), project, span.from(), span.to(), span.bucket(), mark)
        .compose(items -> Answers.json(context, 200, toJson(span, items)));
  }

  private static JsonObject toJson(TimeSpan span, List<Item> items) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(toJson(item)));
    return new JsonObject()
        .put("from", span.from().toInstant().toString())
        .put("to", span.to().toInstant().toString())
        .put("rejections", items.stream().mapToLong(Item::rejections).sum())
        .put("folded", items.stream().mapToLong(Item::folded).sum())
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
    return json.put("rejections", item.rejections()).put("folded", item.folded());
  }
}
