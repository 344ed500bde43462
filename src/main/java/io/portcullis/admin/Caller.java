package io.portcullis.admin;

import io.portcullis.store.Author;
import io.vertx.ext.web.RoutingContext;

/**
 * Who calls the admin API.
 *
 * @param actor as history names them
 * @param role what they may do: {@code owner}, {@code editor} or {@code viewer}
 */
record Caller(String actor, String role) {
  private static final String KEY = "caller";

  void attachTo(RoutingContext context) {
    context.put(KEY, this);
  }

  static Caller of(RoutingContext context) {
    Caller caller = context.get(KEY);
    if (caller == null) {
      throw ApiProblem.unauthenticated();
    }
    return caller;
  }

  static Author author(RoutingContext context) {
    return new Author(of(context).actor(), RequestIds.of(context));
  }
}
