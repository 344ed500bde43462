package io.portcullis.store;

import static java.util.stream.Collectors.joining;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The items of policy as rows in JSON, one set of statements for all tables. Reads take any client;
 * writes take the transaction of {@link PolicyChanges}.
 */
public final class ItemStore {
  private static final String PROJECTS_OF_CLIENTS =
      """
      SELECT DISTINCT c.project_id
        FROM client c
       WHERE c.id = ANY ($1) AND c.deleted_at IS NULL
       ORDER BY c.project_id
      """;

  private static final String RETIRE_CLIENT =
      """
      UPDATE client
         SET state = 'revoked', deleted_at = clock_timestamp()
       WHERE project_id = $1 AND id = $2
      """;

  /** Finds a row, also that of a client that was deleted. */
  public Future<Optional<JsonObject>> find(
      SqlClient sql, PolicyTable table, String project, String id) {
    return sql.preparedQuery(
            "SELECT policy_json(t) AS item FROM " + table.table() + " t WHERE " + key(table))
        .execute(Tuple.of(project, id))
        .map(ItemStore::first);
  }

  /** Lists rows by ID; for all but projects, those of one project. */
  public Future<List<JsonObject>> list(
      SqlClient sql, PolicyTable table, String project, ListQuery query) {
    Tuple values = Tuple.of(project, query.after(), query.limit(), query.projectIds());
    String sqlText =
        """
        SELECT policy_json(t) AS item
          FROM %s t
         WHERE %s AND t.id COLLATE "C" > $2%s%s
         ORDER BY t.id COLLATE "C"
         LIMIT $3
        """
            .formatted(
                table.table(),
                (table == PolicyTable.PROJECT ? "$1 = $1" : "t.project_id = $1")
                    + " AND ($4::text[] IS NULL OR %s = ANY ($4))"
                        .formatted(table == PolicyTable.PROJECT ? "t.id" : "t.project_id"),
                table == PolicyTable.CLIENT ? " AND t.deleted_at IS NULL" : "",
                query.filter().appendTo(values));
    return sql.preparedQuery(sqlText).execute(values).map(ItemStore::all);
  }

  /** The projects in which any of these IDs is a client that was not deleted, in order. */
  public Future<List<String>> projectsOfClients(SqlClient sql, List<String> ids) {
    return sql.preparedQuery(PROJECTS_OF_CLIENTS)
        .execute(Tuple.of(ids.toArray(String[]::new)))
        .map(rows -> rows.stream().map(row -> row.getString("project_id")).toList());
  }

  /** Inserts {@code row} and gives it back as stored. */
  public Future<JsonObject> insert(SqlConnection sql, PolicyTable table, JsonObject row) {
    String columns = String.join(", ", table.columns());
    return sql.preparedQuery(
            "INSERT INTO %1$s AS t (%2$s) SELECT %3$s FROM jsonb_populate_record(NULL::%1$s, $1) r RETURNING policy_json(t) AS item"
                .formatted(table.table(), columns, columnsOf("r", table.columns())))
        .execute(Tuple.of(row))
        .map(rows -> first(rows).orElseThrow());
  }

  /** Replaces what an operator sets of the row with this key, and gives it back as stored. */
  public Future<JsonObject> update(SqlConnection sql, PolicyTable table, JsonObject row) {
    String key = table == PolicyTable.PROJECT ? "" : "t.project_id = r.project_id AND ";
    String columns =
        table.columns().stream()
            .filter(column -> !column.equals("id") && !column.equals("project_id"))
            .map(column -> column + " = r." + column)
            .collect(joining(", "));
    return sql.preparedQuery(
            "UPDATE %1$s t SET %2$s FROM jsonb_populate_record(NULL::%1$s, $1) r WHERE %3$st.id = r.id RETURNING policy_json(t) AS item"
                .formatted(table.table(), columns, key))
        .execute(Tuple.of(row))
        .map(rows -> first(rows).orElseThrow());
  }

  /** Revokes a client and takes it off the lists; its row stays, so that its ID stays known. */
  public Future<Void> retireClient(SqlConnection sql, String project, String id) {
    return sql.preparedQuery(RETIRE_CLIENT).execute(Tuple.of(project, id)).mapEmpty();
  }

  /** Deletes a row; says nothing when there is none. */
  public Future<Void> delete(SqlConnection sql, PolicyTable table, String project, String id) {
    return sql.preparedQuery("DELETE FROM " + table.table() + " t WHERE " + key(table))
        .execute(Tuple.of(project, id))
        .mapEmpty();
  }

  /**
   * Deletes a project with all that is in it. Sign-outs and token revocations stand as long as
   * their project does, and go with its row.
   */
  public Future<Void> deleteProject(SqlConnection sql, String project) {
    List<PolicyTable> tables =
        new ArrayList<>(
            EnumSet.complementOf(EnumSet.of(PolicyTable.SIGN_OUT, PolicyTable.TOKEN_REVOCATION)));
    Collections.reverse(tables);
    Future<Void> done = Future.succeededFuture();
    for (PolicyTable table : tables) {
      String column = table == PolicyTable.PROJECT ? "id" : "project_id";
      done =
          done.compose(
              before ->
                  sql.preparedQuery("DELETE FROM " + table.table() + " WHERE " + column + " = $1")
                      .execute(Tuple.of(project))
                      .mapEmpty());
    }
    return done;
  }

  private static String key(PolicyTable table) {
    return table == PolicyTable.PROJECT
        ? "t.id = $1 AND t.id = $2"
        : "t.project_id = $1 AND t.id = $2";
  }

  private static String columnsOf(String alias, List<String> columns) {
    return columns.stream().map(column -> alias + "." + column).collect(joining(", "));
  }

  private static Optional<JsonObject> first(RowSet<Row> rows) {
    return all(rows).stream().findFirst();
  }

  private static List<JsonObject> all(RowSet<Row> rows) {
    return rows.stream().map(row -> row.getJsonObject("item")).toList();
  }
}
