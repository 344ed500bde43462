package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Reading one kind of item over HTTP, and whether the project that it would be in exists. */
final class ItemReads {
  private final ItemRules rules;
  private final Database database;
  private final ItemStore items = new ItemStore();

  ItemReads(ItemRules rules, Database database) {
    this.rules = rules;
    this.database = database;
  }

  /**
   * Answers with a page of the items.
   *
   * @param project whose; not looked at for projects themselves
   */
  Future<Void> list(RoutingContext context, String project) {
    Params params = Params.of(context);
    return requireProject(database.policy(), project)
        .compose(
            exists ->
                items.list(
                    database.policy(),
                    rules.table(),
                    project,
                    Caller.limit(context, params.listQuery(rules.filters()))))
        .compose(rows -> rules.addSeen(database.policy(), project, rows).map(rows))
        .compose(
            rows ->
                Answers.page(
                    context, rows, params.pageSize(), this::toItem, row -> row.getString("id")));
  }

  /**
   * Answers with one item.
   *
   * @param name what it is called where it does not exist
   */
  Future<Void> get(RoutingContext context, String project, String id, String name) {
    return items
        .find(database.policy(), rules.table(), project, id)
        .compose(
            found -> {
              JsonObject row = found.orElseThrow(() -> ApiProblem.notFound(name));
              context.response().putHeader(HttpHeaders.ETAG, Preconditions.etag(row));
              return rules
                  .addSeen(database.policy(), project, List.of(row))
                  .compose(added -> Answers.json(context, 200, toItem(row)));
            });
  }

  /** An empty list of a project that does not exist would hide a misspelt ID. */
  Future<Void> requireProject(SqlClient sql, String project) {
    if (rules.table() == PolicyTable.PROJECT) {
      return Future.succeededFuture();
    }
    return items
        .find(sql, PolicyTable.PROJECT, project, project)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture()
                    : Future.failedFuture(ApiProblem.notFound("Project '" + project + "'")));
  }

  private JsonObject toItem(JsonObject row) {
    return RowJson.toItem(rules.idField(), row);
  }
}
