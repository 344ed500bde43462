package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionSummaryStore;
import io.portcullis.store.RejectionSummaryStore.Bucket;
import io.portcullis.store.RejectionSummaryStore.Item;
import io.portcullis.store.RejectionSummaryStore.Mark;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts of rejected requests over HTTP. */
final class RejectionSummary {
  private static final long MAX_BUCKETS = 1500;

  private final Database database;
  private final RejectionSummaryStore store = new RejectionSummaryStore();

  RejectionSummary(Database database) {
    this.database = database;
  }

  Future<Void> answer(RoutingContext context, @Nullable String project) {
    Params params = Params.of(context);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    OffsetDateTime to = time(params, "to", now.plusMinutes(1));
    OffsetDateTime from = time(params, "from", to.minusDays(1));
    Bucket bucket = Bucket.valueOf(upper(params.query("bucket"), "HOUR"));
    if (!from.isBefore(to)) {
      throw ApiProblem.invalid("from", "is not before 'to'");
    }
    if (Duration.between(from, to).toSeconds() / bucket.seconds() > MAX_BUCKETS) {
      throw ApiProblem.invalid(
          "bucket", "makes more than %d of them: take a larger one".formatted(MAX_BUCKETS));
    }
    Mark mark = Mark.valueOf(upper(params.query("by"), "REASON"));
    return store
        .summarize(database.audit(), project, from, to, bucket, mark)
        .compose(items -> Answers.json(context, 200, toJson(from, to, items)));
  }

  private static String upper(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value.toUpperCase(Locale.ROOT);
  }

  private static OffsetDateTime time(Params params, String name, OffsetDateTime otherwise) {
    String text = params.query(name);
    try {
      OffsetDateTime time = text == null ? otherwise : OffsetDateTime.parse(text);
      OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
      if (utc.getYear() < 1 || utc.getYear() > 9999) {
        throw new DateTimeException("a year that RFC 3339 cannot write");
      }
      return utc.truncatedTo(ChronoUnit.MINUTES);
    } catch (DateTimeException failure) {
      throw ApiProblem.invalid(name, "is not a time such as 2026-12-31T23:59:59Z");
    }
  }

  private static JsonObject toJson(OffsetDateTime from, OffsetDateTime to, List<Item> items) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(toJson(item)));
    return new JsonObject()
        .put("from", from.toInstant().toString())
        .put("to", to.toInstant().toString())
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
