package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.TrafficStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients: their issuer exists, and what is revoked stays revoked. */
final class ClientRules implements ItemRules {
  private static final String LAST_SEEN =
      "(SELECT s.last_seen_at FROM seen_client s WHERE s.project_id = t.project_id AND s.client = t.id)";

  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "clientId", new Filter.Column("t.id", Filter.Type.TEXT),
          "issuer", new Filter.Column("t.issuer", Filter.Type.TEXT),
          "name", new Filter.Column("t.name", Filter.Type.TEXT),
          "applicationType", new Filter.Column("t.application_type", Filter.Type.TEXT),
          "state", new Filter.Column("t.state", Filter.Type.TEXT),
          "expiresAt", new Filter.Column("t.expires_at", Filter.Type.TIME),
          "lastSeenAt", new Filter.Column(LAST_SEEN, Filter.Type.TIME),
          "createdAt", new Filter.Column("t.created_at", Filter.Type.TIME),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  private final TrafficStore traffic = new TrafficStore();

  @Override
  public PolicyTable table() {
    return PolicyTable.CLIENT;
  }

  @Override
  public String schema() {
    return "Client";
  }

  @Override
  public String idField() {
    return "clientId";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }

  /** OAuth leaves the form of client IDs open, so only what nobody can see is refused. */
  @Override
  public List<Violation> checkId(String id) {
    boolean isVisible = id.equals(id.strip()) && id.chars().noneMatch(Character::isISOControl);
    return isVisible
        ? List.of()
        : List.of(
            new Violation(
                "clientId", "must have no control character, and no blank at its start or end"));
  }

  @Override
  public JsonObject complete(JsonObject item) {
    return item.containsKey("restrictions")
        ? item
        : item.copy().put("restrictions", new JsonObject());
  }

  @Override
  public List<Violation> check(JsonObject item) {
    return Fields.time(item, "expiresAt");
  }

  @Override
  public Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    if (isRevoked(before) && !isRevoked(row)) {
      return Future.failedFuture(
          ApiProblem.conflict(
              "The client is revoked, which is final for PUT and PATCH. To bring it back, POST to its /restore."));
    }
    return Fields.exists(
        transaction,
        PolicyTable.ISSUER,
        row.getString("project_id"),
        "issuer",
        row.getString("issuer"));
  }

  @Override
  public Future<Void> addSeen(SqlClient sql, String project, List<JsonObject> rows) {
    return traffic
        .lastSeen(sql, project, rows.stream().map(row -> row.getString("id")).toList())
        .onSuccess(
            seen ->
                rows.forEach(
                    row -> {
                      Instant last = seen.get(row.getString("id"));
                      row.put("last_seen_at", last == null ? null : last.toString());
                    }))
        .mapEmpty();
  }

  static boolean isRevoked(@Nullable JsonObject row) {
    return row != null && row.getString("state").equals("revoked");
  }
}
