package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the console: an ID in a cookie that no script reads, everything else in PostgreSQL.
 */
final class Sessions {
  static final String FIELD = "X-Portcullis-Console";

  private static final String PURPOSE = "session";
  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Database database;
  private final Callers callers;
  private final SessionCookie cookie;
  private final SecureRandom random = new SecureRandom();
  private final SessionStore store = new SessionStore();

  Sessions(Database database, Callers callers, SessionCookie cookie) {
    this.database = database;
    this.callers = callers;
    this.cookie = cookie;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "signIn", this::signIn);
    Operations.on(router, "signOut", this::signOut);
  }

  /**
   * Who the session of this call belongs to. Browsers send cookies along with what other sites ask
   * for, so a call that changes something has to carry a field that those cannot set.
   */
  Future<Optional<Caller>> caller(RoutingContext context) {
    Optional<String> id = cookie.value(context, PURPOSE);
    if (id.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (!isOwn(context)) {
      return Future.failedFuture(
          ApiProblem.forbidden(
              "",
              "A call with a session comes from the console itself, and one that changes something"
                  + " carries the field "
                  + FIELD
                  + ". Scripts send an API token instead."));
    }
    Buffer sha256 = hash(id.get());
    return callerOf(sha256, store.find(database.policy(), sha256));
  }

  /** The same for a call that goes on, which does not keep the session alive. */
  Future<Optional<Caller>> callerNow(RoutingContext context) {
    Optional<String> id = cookie.value(context, PURPOSE);
    if (id.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Buffer sha256 = hash(id.get());
    return callerOf(sha256, store.look(database.policy(), sha256));
  }

  private Future<Optional<Caller>> callerOf(
      Buffer sha256, Future<Optional<SessionStore.Owner>> found) {
    return found.compose(
        owner ->
            owner.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : callers
                    .bySession(owner.get())
                    .map(known -> known.map(caller -> caller.throughSession(sha256))));
  }

  /** The Fetch standard's metadata where there is any, and the field for what it does not cover. */
  private static boolean isOwn(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    boolean isSafe = SAFE.contains(context.request().method());
    boolean isSameOrigin =
        site == null || site.equals("same-origin") || (isSafe && site.equals("none"));
    return isSameOrigin && (isSafe || context.request().headers().contains(FIELD));
  }

  private Future<Void> signIn(RoutingContext context) {
    if (!cookie.isPossible(context.request())) {
      throw ApiProblem.conflict(
          "There are no sessions at this address: it is neither of this machine nor known to be https."
              + " Set PORTCULLIS_ADMIN_URL to the https URL of the console.");
    }
    return begin(context, callers.owner(Caller.of(context)))
        .compose(begun -> context.response().setStatusCode(204).end());
  }

  /** Begins a session with an ID of its own, whatever the browser had before. */
  Future<Void> begin(RoutingContext context, SessionStore.Owner owner) {
    String id = SignInAttempt.random(random);
    return endBefore(context)
        .compose(
            ended -> store.begin(database.policy(), hash(id), owner, SourceAddress.of(context)))
        .onSuccess(begun -> cookie.set(context, PURPOSE, id, CookieSameSite.STRICT, null));
  }

  private Future<Void> endBefore(RoutingContext context) {
    Optional<String> before = cookie.value(context, PURPOSE);
    return before.isEmpty()
        ? Future.succeededFuture()
        : store.end(database.policy(), hash(before.get()));
  }

  private Future<Void> signOut(RoutingContext context) {
    return endBefore(context)
        .compose(
            ended -> {
              cookie.clear(context, PURPOSE);
              return context.response().setStatusCode(204).end();
            });
  }

  /** Hash of the session that a call came by, or null where it came by a token. */
  @Nullable Buffer current(RoutingContext context) {
    return context.request().headers().contains(HttpHeaders.AUTHORIZATION)
        ? null
        : cookie.value(context, PURPOSE).map(Sessions::hash).orElse(null);
  }

  private static Buffer hash(String id) {
    return Buffer.buffer(Sha256.of(id));
  }
}
