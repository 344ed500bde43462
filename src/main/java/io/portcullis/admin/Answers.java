package io.portcullis.admin;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.sync.Confirmation;
import io.portcullis.sync.RevisionBarrier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers in the API's forms. */
final class Answers {
  private Answers() {}

  static Future<Void> json(RoutingContext context, int status, JsonObject body) {
    return context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.toBuffer());
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

  /**
   * The answer to a committed change: once it is in force everywhere, or 202 with who is
   * outstanding.
   *
   * @param body what to answer with, or null for 204
   */
  static Future<Void> confirmed(
      RoutingContext context,
      RevisionBarrier barrier,
      PolicyRevision revision,
      int status,
      @Nullable JsonObject body) {
    Params params = Params.of(context);
    context.response().putHeader("Portcullis-Revision", revision.toString());
    if (!params.isConfirmed()) {
      return end(context, status, body);
    }
    return barrier
        .await(revision, params.patience())
        .compose(
            confirmation -> {
              context.response().putHeader("Portcullis-Confirmed", confirmation.text());
              return confirmation.isComplete()
                  ? end(context, status, body)
                  : unconfirmed(context, confirmation);
            });
  }

  private static Future<Void> end(RoutingContext context, int status, @Nullable JsonObject body) {
    return body == null ? context.response().setStatusCode(204).end() : json(context, status, body);
  }

  private static Future<Void> unconfirmed(RoutingContext context, Confirmation confirmation) {
    JsonArray replicas = new JsonArray();
    confirmation
        .outstanding()
        .forEach(name -> replicas.add(new JsonObject().put("name", name).put("applied", false)));
    context.response().headers().remove(HttpHeaders.ETAG);
    context
        .response()
        .putHeader(HttpHeaders.LOCATION, "/api/v1/revisions/" + confirmation.revision());
    return json(
        context,
        202,
        new JsonObject()
            .put("revision", confirmation.revision().number())
            .put("confirmed", false)
            .put("replicas", replicas));
  }
}
