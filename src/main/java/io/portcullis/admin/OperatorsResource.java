package io.portcullis.admin;

import io.portcullis.policy.EmailAddress;
import io.portcullis.store.Database;
import io.portcullis.store.OperatorStore;
import io.portcullis.store.OperatorStore.Principal;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Optional;

/** Operators over HTTP. */
final class OperatorsResource {
  private final Database database;
  private final Writes writes;
  private final OperatorStore store = new OperatorStore();

  OperatorsResource(Database database, Writes writes) {
    this.database = database;
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listOperators", this::list);
    Operations.on(router, "getOperator", this::get);
    Operations.on(router, "putOperator", this::put);
    Operations.on(router, "deleteOperator", this::delete);
  }

  private Future<Void> list(RoutingContext context) {
    Params params = Params.of(context);
    return store
        .list(database.policy(), params.listQuery(Map.of()))
        .compose(
            rows ->
                Answers.page(
                    context,
                    rows,
                    params.pageSize(),
                    OperatorsResource::toItem,
                    row -> row.getString("id")));
  }

  private Future<Void> get(RoutingContext context) {
    String id = Params.of(context).path("operator");
    return store
        .get(database.policy(), id)
        .compose(
            found -> {
              JsonObject row =
                  found.orElseThrow(() -> ApiProblem.notFound("Operator '" + id + "'"));
              context.response().putHeader(HttpHeaders.ETAG, Preconditions.etag(row));
              return Answers.json(context, 200, toItem(row));
            });
  }

  /** What is kept to tell versions apart is no revision of policy. */
  private static JsonObject toItem(JsonObject row) {
    JsonObject item = RowJson.toItem("id", row);
    item.remove("revision");
    return item;
  }

  private Future<Void> put(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("operator");
    JsonObject wanted = params.body();
    if (!wanted.getString("id", id).equals(id)) {
      throw ApiProblem.invalid("id", "differs from the one in the path");
    }
    Principal principal = principal(wanted);
    Rights rights = RightsJson.of(wanted);
    Preconditions preconditions = params.preconditions(context);
    return writes
        .commit(
            context,
            null,
            transaction ->
                store
                    .get(transaction, id)
                    .compose(
                        before -> {
                          preconditions.check(before.orElse(null));
                          return requireAlone(transaction, id, principal)
                              .compose(alone -> RightsJson.requireProjects(transaction, rights))
                              .compose(
                                  exist -> store.put(transaction, id, principal, rights.toHolder()))
                              .map(stored -> receipt(before, stored));
                        }))
        .compose(
            committed -> {
              Receipt receipt = committed.value();
              context.response().putHeader(HttpHeaders.ETAG, String.valueOf(receipt.etag()));
              return Answers.json(context, receipt.status(), String.valueOf(receipt.body()));
            });
  }

  private static Receipt receipt(Optional<JsonObject> before, JsonObject stored) {
    return new Receipt(
        before.isEmpty() ? 201 : 200, Preconditions.etag(stored), toItem(stored).encode());
  }

  private static Principal principal(JsonObject wanted) {
    String email = wanted.getString("email");
    String issuer = wanted.getString("issuer");
    String subject = wanted.getString("subject");
    boolean isByEmail = email != null && issuer == null && subject == null;
    boolean isBySubject = email == null && issuer != null && subject != null;
    if (!isByEmail && !isBySubject) {
      throw ApiProblem.invalid("email", "is needed, or else issuer with subject, and not both");
    }
    return email == null
        ? new Principal(null, issuer, subject)
        : new Principal(
            EmailAddress.parse(email)
                .orElseThrow(() -> ApiProblem.invalid("email", "is not an e-mail address"))
                .address(),
            null,
            null);
  }

  private Future<Void> requireAlone(SqlConnection transaction, String id, Principal principal) {
    return store
        .findOther(transaction, id, principal)
        .compose(
            other ->
                other.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        ApiProblem.conflict(
                            "Operator '%s' is the same person.".formatted(other.get()))));
  }

  private Future<Void> delete(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("operator");
    Preconditions preconditions = params.preconditions(context);
    return writes
        .commit(
            context,
            null,
            transaction ->
                store
                    .get(transaction, id)
                    .compose(
                        before -> {
                          before.ifPresent(preconditions::check);
                          return store.delete(transaction, id);
                        })
                    .map(new Receipt(204, null, null)))
        .compose(committed -> context.response().setStatusCode(204).end());
  }
}
