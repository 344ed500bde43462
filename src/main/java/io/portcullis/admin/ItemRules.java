package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is particular to one kind of item; everything else is the same for all of them. */
interface ItemRules {

  PolicyTable table();

  /** The schema of the API document, and what people call the item. */
  String schema();

  /** What the item calls its ID. */
  default String idField() {
    return "id";
  }

  /** The parameter of the API document that is its ID. */
  default String idParameter() {
    return table() == PolicyTable.PROJECT ? "Project" : schema() + "Id";
  }

  /** What a list may be filtered by. */
  Map<String, Filter.Column> filters();

  /** Fills in defaults that depend on other fields. */
  default JsonObject complete(JsonObject item) {
    return item;
  }

  /** What is wrong with the ID, beyond what the schema says. */
  default List<Violation> checkId(String id) {
    return List.of();
  }

  /** What is wrong with the item by itself, beyond what the schema says. */
  default List<Violation> check(JsonObject item) {
    return List.of();
  }

  /**
   * What is wrong with the row among the others; runs in the transaction of the change.
   *
   * @param before the row that it replaces, or null
   * @throws ApiProblem when the change is refused whatever the row says
   */
  default Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    return Future.succeededFuture(List.of());
  }

  /** What belongs to the row and is written after it, in the same transaction. */
  default Future<Void> afterStored(SqlConnection transaction, JsonObject row) {
    return Future.succeededFuture();
  }

  /**
   * Adds to rows what is known of the items and is no part of them; of one project, for reading.
   */
  default Future<Void> addSeen(SqlClient sql, String project, List<JsonObject> rows) {
    return Future.succeededFuture();
  }
}
