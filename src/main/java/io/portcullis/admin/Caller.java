package io.portcullis.admin;

import io.portcullis.store.Author;
import io.portcullis.store.ListQuery;
import io.vertx.ext.web.RoutingContext;

/**
 * Who calls the admin API.
 *
 * @param actor as history names them
 */
record Caller(String actor, Rights rights, Credential credential) {
  private static final String KEY = "caller";

  /** What somebody came with. */
  sealed interface Credential {
    /** The set-up token: nobody can take it away while the server runs. */
    record SetUp() implements Credential {}

    /**
     * An API token, or a session that one began.
     *
     * @param id not the secret
     */
    record ApiToken(String id) implements Credential {}

    /** A session of an operator who signed in. */
    record Operator(String id) implements Credential {}
  }

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
    return new Author(of(context).actor(), RequestIds.of(context), SourceAddress.of(context));
  }

  /** Keeps a list to the projects that the caller may see. */
  static ListQuery limit(RoutingContext context, ListQuery query) {
    return query.within(of(context).rights().projects());
  }
}
