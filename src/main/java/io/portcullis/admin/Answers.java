package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** Answers in the API's forms. */
final class Answers {
  private Answers() {}

  static Future<Void> json(RoutingContext context, int status, JsonObject body) {
    return json(context, status, body.encode());
  }

  static Future<Void> json(RoutingContext context, int status, String body) {
    return context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }

  /**
   * A page of a list.
   *
   * @param found up to one item more than the page holds
   */
  static Future<Void> page(
      RoutingContext context,
      List<JsonObject> found,
      int pageSize,
      Function<JsonObject, JsonObject> toItem,
      Function<JsonObject, String> key) {
    JsonArray items = new JsonArray();
    List<JsonObject> page = found.subList(0, Math.min(found.size(), pageSize));
    page.forEach(row -> items.add(toItem.apply(row)));
    JsonObject body = new JsonObject().put("items", items);
    if (found.size() > pageSize) {
      body.put("nextPageToken", PageToken.of(key.apply(page.get(page.size() - 1))));
    }
    return json(context, 200, body);
  }
}
