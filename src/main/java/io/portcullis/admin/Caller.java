package io.portcullis.admin;

import io.portcullis.store.Author;
import io.portcullis.store.ListQuery;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the admin API.
 *
 * @param actor as history names them
 * @param session hash of the session that the call came by, or null where it came by a token
 */
record Caller(String actor, Rights rights, Credential credential, @Nullable Buffer session) {
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

  /** One who came by a token. */
  Caller(String actor, Rights rights, Credential credential) {
    this(actor, rights, credential, null);
  }

  Caller throughSession(Buffer sha256) {
    return new Caller(actor, rights, credential, sha256);
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
