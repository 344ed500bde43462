package io.portcullis.store;

import static java.util.stream.Collectors.joining;

import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that an operator declares of one project, read at one moment. */
public final class ConfigStore {
  /** What is declared, in an order in which it may be inserted; revocations are acts, not state. */
  public static final List<PolicyTable> TABLES =
      List.of(
          PolicyTable.PROJECT,
          PolicyTable.ISSUER,
          PolicyTable.CLIENT,
          PolicyTable.BACKEND,
          PolicyTable.ROUTE,
          PolicyTable.GRANT);

  /** One statement, so that it is one snapshot. The row without an item tells the revision. */
  private static final String READ =
      """
      SELECT NULL AS tbl, NULL::jsonb AS item,
             (SELECT max(c.rev) FROM policy_change c WHERE c.project_id = $1 AND c.tbl = ANY ($2)) AS rev
      UNION ALL
      (SELECT r.tbl, r.item, NULL
         FROM (%s) r
        ORDER BY r.item ->> 'id' COLLATE "C")
      """
          .formatted(TABLES.stream().map(ConfigStore::select).collect(joining(" UNION ALL ")));

  /**
   * What is stored of a project.
   *
   * @param revision that last changed any of it; 0 when there never was such a project
   * @param rows of every table, by ID; clients that were deleted are among them
   */
  public record Stored(long revision, Map<PolicyTable, List<JsonObject>> rows) {
    /** Whether the project exists. */
    public boolean isThere() {
      return !of(PolicyTable.PROJECT).isEmpty();
    }

    public List<JsonObject> of(PolicyTable table) {
      return rows.getOrDefault(table, List.of());
    }

    /** What gateways would decide by if there were this project alone. */
    public PolicySnapshot toSnapshot(String project) {
      List<ItemChange> items = new ArrayList<>();
      for (PolicyTable table : TABLES) {
        of(table)
            .forEach(
                row -> items.add(PolicyRows.toChange(table, project, row.getString("id"), row)));
      }
      return PolicySnapshot.of(PolicyRevision.NONE, items);
    }
  }

  public Future<Stored> read(SqlClient sql, String project) {
    String[] names = TABLES.stream().map(PolicyTable::table).toArray(String[]::new);
    return sql.preparedQuery(READ)
        .execute(Tuple.of(project).addArrayOfString(names))
        .map(ConfigStore::toStored);
  }

  private static String select(PolicyTable table) {
    return "SELECT '%1$s' AS tbl, policy_json(t) AS item FROM %1$s t WHERE t.%2$s = $1"
        .formatted(table.table(), table == PolicyTable.PROJECT ? "id" : "project_id");
  }

  private static Stored toStored(RowSet<Row> found) {
    long revision = 0;
    Map<PolicyTable, List<JsonObject>> rows = new EnumMap<>(PolicyTable.class);
    for (Row row : found) {
      if (row.getString("tbl") == null) {
        revision = row.getLong("rev") == null ? 0 : row.getLong("rev");
      } else {
        rows.computeIfAbsent(PolicyTable.named(row.getString("tbl")), table -> new ArrayList<>())
            .add(row.getJsonObject("item"));
      }
    }
    return new Stored(revision, rows);
  }
}
