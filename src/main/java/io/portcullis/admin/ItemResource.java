package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyRows;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One kind of item over HTTP: list, get, put, patch, delete. */
final class ItemResource {
  private final ItemRules rules;
  private final Contract contract;
  private final ItemReads reads;
  private final Writes writes;
  private final ItemStore items = new ItemStore();

  ItemResource(ItemRules rules, Contract contract, Database database, Writes writes) {
    this.rules = rules;
    this.contract = contract;
    this.reads = new ItemReads(rules, database);
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    String schema = rules.schema();
    Operations.on(router, "list" + schema + "s", this::list);
    Operations.on(router, "get" + schema, this::get);
    Operations.on(router, "put" + schema, this::put);
    Operations.on(router, "patch" + schema, this::patch);
    Operations.on(router, "delete" + schema, this::delete);
  }

  /**
   * The row that a patch would leave, as far as that can be told without changing anything.
   *
   * @throws ApiProblem when the patch is not valid
   */
  JsonObject patched(Params params, JsonObject row, JsonObject patch) {
    JsonObject item = valid(checkedId(id(params), MergePatch.apply(toItem(row), patch)));
    return RowJson.toRow(project(params), id(params), rules.idField(), item);
  }

  ItemRules rules() {
    return rules;
  }

  Future<Void> requireProject(SqlClient sql, String project) {
    return reads.requireProject(sql, project);
  }

  private Future<Void> list(RoutingContext context) {
    return reads.list(context, project(Params.of(context)));
  }

  private Future<Void> get(RoutingContext context) {
    Params params = Params.of(context);
    return reads.get(context, project(params), id(params), name(params));
  }

  private Future<Void> put(RoutingContext context) {
    Params params = Params.of(context);
    JsonObject item = checkedId(id(params), params.body());
    return write(context, before -> item);
  }

  private Future<Void> patch(RoutingContext context) {
    Params params = Params.of(context);
    return write(context, before -> patched(id(params), before, params.body()));
  }

  /** Makes the item wanted out of the row that is there, or null when there is none. */
  interface Wanted {
    JsonObject from(@Nullable JsonObject before);
  }

  private Future<Void> write(RoutingContext context, Wanted wanted) {
    Params params = Params.of(context);
    Preconditions preconditions = params.preconditions(context);
    return writes.write(
        context,
        transaction ->
            reads
                .requireProject(transaction, project(params))
                .compose(
                    exists ->
                        store(transaction, project(params), id(params), preconditions, wanted)));
  }

  /** The item that a patch makes of what is there. */
  JsonObject patched(String id, @Nullable JsonObject before, JsonObject patch) {
    if (before == null) {
      throw ApiProblem.notFound(name(id));
    }
    return checkedId(id, MergePatch.apply(toItem(before), patch));
  }

  /** Stores one item as part of a change, if it may be. */
  Future<Receipt> store(
      SqlConnection transaction,
      String project,
      String id,
      Preconditions preconditions,
      Wanted wanted) {
    return items
        .find(transaction, rules.table(), project, id)
        .compose(
            found -> {
              JsonObject before = found.orElse(null);
              preconditions.check(before);
              JsonObject item = valid(wanted.from(before));
              Fields.refuse(rules.checkId(id));
              JsonObject row = RowJson.toRow(project, id, rules.idField(), item);
              found.ifPresent(old -> row.put("deleted_at", old.getValue("deleted_at")));
              return store(transaction, row, before);
            });
  }

  private Future<Receipt> store(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    return rules
        .checkAmongOthers(transaction, row, before)
        .compose(
            violations -> {
              Fields.refuse(violations);
              PolicyRows.toChange(
                  rules.table(), row.getString("project_id"), row.getString("id"), row);
              return before != null
                  ? items.update(transaction, rules.table(), row)
                  : items.insert(transaction, rules.table(), row);
            })
        .compose(stored -> rules.afterStored(transaction, stored).map(stored))
        .map(stored -> RowJson.receipt(before == null ? 201 : 200, rules.idField(), stored));
  }

  private JsonObject valid(JsonObject item) {
    JsonObject writable = contract.withoutReadOnly(rules.schema(), item);
    Fields.refuse(contract.violations(rules.schema(), writable));
    JsonObject complete = rules.complete(contract.withDefaults(rules.schema(), writable));
    Fields.refuse(rules.check(complete));
    return complete;
  }

  private Future<Void> delete(RoutingContext context) {
    Params params = Params.of(context);
    Preconditions preconditions = params.preconditions(context);
    return writes.write(
        context,
        transaction ->
            remove(transaction, project(params), id(params), preconditions)
                .map(new Receipt(204, null, null)));
  }

  /** Takes one item away as part of a change; what is not there is gone already. */
  Future<Void> remove(
      SqlConnection transaction, String project, String id, Preconditions preconditions) {
    return items
        .find(transaction, rules.table(), project, id)
        .compose(
            before -> {
              if (before.isEmpty() || before.get().getValue("deleted_at") != null) {
                return Future.succeededFuture();
              }
              preconditions.check(before.get());
              return switch (rules.table()) {
                case PROJECT -> items.deleteProject(transaction, project);
                case CLIENT -> items.retireClient(transaction, project, id);
                case ISSUER, GRANT, BACKEND, ROUTE, SIGN_OUT, TOKEN_REVOCATION ->
                    items.delete(transaction, rules.table(), project, id);
              };
            });
  }

  /** The item without its ID, which must be the one that is written to. */
  JsonObject checkedId(String id, JsonObject item) {
    String named = item.getString(rules.idField());
    if (named != null && !named.equals(id)) {
      throw ApiProblem.invalid(rules.idField(), "differs from the one in the path");
    }
    JsonObject checked = item.copy();
    checked.remove(rules.idField());
    return checked;
  }

  private JsonObject toItem(JsonObject row) {
    return RowJson.toItem(rules.idField(), row);
  }

  private String project(Params params) {
    return rules.table() == PolicyTable.PROJECT && !params.has("project")
        ? ""
        : params.path("project");
  }

  String id(Params params) {
    return rules.table() == PolicyTable.PROJECT ? params.path("project") : params.path(pathName());
  }

  private String pathName() {
    return rules.idField().equals("id") ? rules.schema().toLowerCase(Locale.ROOT) : rules.idField();
  }

  String name(Params params) {
    return name(id(params));
  }

  private String name(String id) {
    return rules.schema() + " '" + id + "'";
  }
}
