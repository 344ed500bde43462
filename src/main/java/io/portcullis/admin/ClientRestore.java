package io.portcullis.admin;

import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;

/** Bringing a revoked client back: an act of its own, so that it never happens by accident. */
final class ClientRestore {
  private final Writes writes;
  private final ItemStore items = new ItemStore();

  ClientRestore(Writes writes) {
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "restoreClient", this::restore);
  }

  private Future<Void> restore(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("clientId");
    return writes.write(
        context,
        transaction ->
            items
                .find(transaction, PolicyTable.CLIENT, params.path("project"), id)
                .compose(
                    found ->
                        restore(
                            transaction,
                            found.orElseThrow(() -> ApiProblem.notFound("Client '" + id + "'")))));
  }

  private Future<Receipt> restore(SqlConnection transaction, JsonObject row) {
    return restored(transaction, row).map(stored -> RowJson.receipt(200, "clientId", stored));
  }

  /** The row as it is once the client is back, as part of a change. */
  static Future<JsonObject> restored(SqlConnection transaction, JsonObject row) {
    return ClientRules.isRevoked(row)
        ? new ItemStore()
            .update(
                transaction,
                PolicyTable.CLIENT,
                row.copy().put("state", "enabled").putNull("deleted_at"))
        : Future.succeededFuture(row);
  }
}
