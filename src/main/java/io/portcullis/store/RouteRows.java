package io.portcullis.store;

import io.portcullis.policy.Destination;
import io.portcullis.policy.Destination.Redirect;
import io.portcullis.policy.Destination.Share;
import io.portcullis.policy.RateLimit;
import io.portcullis.policy.RouteChanges;
import io.portcullis.policy.RouteChanges.Field;
import io.portcullis.policy.RouteChanges.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what routes change in what passes, and where they lead. */
final class RouteRows {
  private static final int USUAL_STATUS = 302;

  private RouteRows() {}

  static RouteChanges toChanges(JsonObject row) {
    JsonObject rewrite = row.getJsonObject("rewrite");
    Fields request = toFields(row.getJsonObject("request_headers"));
    Fields response = toFields(row.getJsonObject("response_headers"));
    return new RouteChanges(
        rewrite == null ? null : rewrite.getString("path"),
        rewrite == null ? null : rewrite.getString("pathPrefix"),
        request,
        response);
  }

  static Destination toDestination(JsonObject row) {
    JsonArray split = row.getJsonArray("split", new JsonArray());
    JsonObject redirect = row.getJsonObject("redirect");
    return new Destination(
        split.stream()
            .map(JsonObject.class::cast)
            .map(one -> new Share(one.getString("backend"), one.getInteger("percent")))
            .toList(),
        redirect == null ? null : toRedirect(redirect),
        row.getBoolean("preserve_host", false),
        millis(row, "response_timeout_millis"),
        millis(row, "idle_timeout_millis"),
        millis(row, "total_timeout_millis"));
  }

  static List<RateLimit> toRateLimits(JsonObject row) {
    return row.getJsonArray("rate_limit", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(
            limit ->
                new RateLimit(
                    RateLimit.Per.valueOf(limit.getString("per").toUpperCase(Locale.ROOT)),
                    limit.getInteger("requests"),
                    limit.getInteger("seconds"),
                    limit.getInteger("burst", limit.getInteger("requests"))))
        .toList();
  }

  private static Redirect toRedirect(JsonObject json) {
    return new Redirect(
        json.getInteger("status", USUAL_STATUS),
        json.getString("scheme"),
        json.getString("host"),
        json.getInteger("port"),
        json.getString("path"),
        json.getString("pathPrefix"));
  }

  private static @Nullable Duration millis(JsonObject row, String column) {
    Long millis = row.getLong(column);
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private static Fields toFields(@Nullable JsonObject json) {
    return json == null
        ? Fields.NONE
        : new Fields(
            json.getJsonArray("remove", new JsonArray()).stream().map(String.class::cast).toList(),
            toList(json.getJsonArray("set")),
            toList(json.getJsonArray("add")));
  }

  private static List<Field> toList(@Nullable JsonArray fields) {
    return fields == null
        ? List.of()
        : fields.stream()
            .map(JsonObject.class::cast)
            .map(field -> new Field(field.getString("name"), field.getString("value")))
            .toList();
  }
}
