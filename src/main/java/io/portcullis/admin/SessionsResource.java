package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.OperatorStore;
import io.portcullis.store.Receipt;
import io.portcullis.store.SessionStore;
import io.portcullis.store.SessionStore.Owner;
import io.portcullis.store.SessionStore.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import org.jspecify.annotations.Nullable;

/** Sessions over HTTP: everybody's own, and for owners those of operators. */
final class SessionsResource {
  private final Database database;
  private final Writes writes;
  private final Callers callers;
  private final Sessions sessions;
  private final SessionStore store = new SessionStore();
  private final OperatorStore operators = new OperatorStore();

  SessionsResource(Database database, Writes writes, Callers callers, Sessions sessions) {
    this.database = database;
    this.writes = writes;
    this.callers = callers;
    this.sessions = sessions;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listSessions", context -> list(context, own(context)));
    Operations.on(
        router,
        "endOtherSessions",
        context -> end(context, own(context), sessions.current(context)));
    Operations.on(router, "endSession", context -> endOne(context, own(context)));
    Operations.on(
        router,
        "listOperatorSessions",
        context -> operator(context).compose(owner -> list(context, owner)));
    Operations.on(
        router,
        "endOperatorSessions",
        context -> operator(context).compose(owner -> end(context, owner, null)));
    Operations.on(
        router,
        "endOperatorSession",
        context -> operator(context).compose(owner -> endOne(context, owner)));
  }

  private Owner own(RoutingContext context) {
    return callers.owner(Caller.of(context));
  }

  private Future<Owner> operator(RoutingContext context) {
    String id = Params.of(context).path("operator");
    return operators
        .get(database.policy(), id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.failedFuture(ApiProblem.notFound("Operator '" + id + "'"))
                    : Future.succeededFuture(new Owner(id, null, null)));
  }

  private Future<Void> list(RoutingContext context, Owner owner) {
    return store
        .list(database.policy(), owner, sessions.current(context))
        .compose(
            found -> {
              JsonArray items = new JsonArray();
              found.forEach(session -> items.add(toItem(session)));
              return Answers.json(context, 200, new JsonObject().put("items", items));
            });
  }

  private static JsonObject toItem(Session session) {
    JsonObject item =
        new JsonObject()
            .put("id", session.id().toString())
            .put("beganAt", session.beganAt().toString())
            .put("lastUsedAt", session.seenAt().toString())
            .put("endsAt", session.endsAt().toString())
            .put("current", session.isCurrent());
    return session.sourceAddress() == null
        ? item
        : item.put("sourceAddress", session.sourceAddress());
  }

  private Future<Void> end(RoutingContext context, Owner owner, @Nullable Buffer kept) {
    return writes
        .commit(
            context,
            null,
            transaction ->
                store
                    .end(transaction, owner, null, kept)
                    .map(
                        ended ->
                            new Receipt(200, null, new JsonObject().put("ended", ended).encode())))
        .compose(done -> Answers.json(context, 200, String.valueOf(done.value().body())));
  }

  private Future<Void> endOne(RoutingContext context, Owner owner) {
    String id = Params.of(context).path("session");
    return writes
        .commit(
            context,
            null,
            transaction ->
                store.end(transaction, owner, id, null).map(new Receipt(204, null, null)))
        .compose(done -> context.response().setStatusCode(204).end());
  }
}
