package io.portcullis.admin;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives every call an ID, the caller's own if it is a plain one. */
final class RequestIds {
  private static final String KEY = "requestId";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestIds() {}

  static void give(RoutingContext context) {
    String asked = context.request().getHeader("X-Request-Id");
    String id =
        asked != null && PLAIN.matcher(asked).matches() ? asked : UUID.randomUUID().toString();
    context.put(KEY, id);
    context.response().putHeader("X-Request-Id", id);
    context.next();
  }

  static String of(RoutingContext context) {
    String id = context.get(KEY);
    return id == null ? "" : id;
  }
}
