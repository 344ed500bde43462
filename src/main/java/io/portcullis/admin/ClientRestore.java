package io.portcullis.admin;

import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyChanges;
import io.portcullis.store.PolicyTable;
import io.portcullis.sync.RevisionBarrier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;

/** Bringing a revoked client back: an act of its own, so that it never happens by accident. */
final class ClientRestore {
  private final PolicyChanges changes;
  private final RevisionBarrier barrier;
  private final ItemStore items = new ItemStore();

  ClientRestore(PolicyChanges changes, RevisionBarrier barrier) {
    this.changes = changes;
    this.barrier = barrier;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "restoreClient", this::restore);
  }

  private Future<Void> restore(RoutingContext context) {
    Params params = Params.of(context);
    String project = params.path("project");
    String id = params.path("clientId");
    return changes
        .commit(
            Caller.author(context),
            transaction ->
                items
                    .find(transaction, PolicyTable.CLIENT, project, id)
                    .compose(
                        found ->
                            restore(
                                transaction,
                                found.orElseThrow(
                                    () -> ApiProblem.notFound("Client '" + id + "'")))))
        .compose(
            committed -> {
              context.response().putHeader(HttpHeaders.ETAG, Preconditions.etag(committed.value()));
              return Answers.confirmed(
                  context,
                  barrier,
                  committed.revision(),
                  200,
                  RowJson.toItem("clientId", committed.value()));
            });
  }

  private Future<JsonObject> restore(SqlConnection transaction, JsonObject row) {
    if (!ClientRules.isRevoked(row)) {
      return Future.succeededFuture(row);
    }
    JsonObject restored = row.copy().put("state", "enabled").putNull("deleted_at");
    return items.update(transaction, PolicyTable.CLIENT, restored);
  }
}
