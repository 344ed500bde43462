package io.portcullis.admin;

import io.portcullis.policy.RoutePattern;
import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes: hosts and paths that can match, and no two routes for the same request. */
final class RouteRules implements ItemRules {
  /** A route that names a method wins over one that takes any, so only like meets like. */
  private static final String SAME_REQUESTS =
      """
      SELECT r.project_id, r.id
        FROM route r
       WHERE (r.project_id, r.id) <> ($1, $2)
         AND r.hosts && $3
         AND r.path IS NOT DISTINCT FROM $4
         AND rtrim(r.path_prefix, '/') IS NOT DISTINCT FROM rtrim($5, '/')
         AND (r.methods && $6 OR (cardinality(r.methods) = 0 AND cardinality($6::text[]) = 0))
       LIMIT 1
      """;

  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "backend", new Filter.Column("t.backend", Filter.Type.TEXT),
          "path", new Filter.Column("t.path", Filter.Type.TEXT),
          "pathPrefix", new Filter.Column("t.path_prefix", Filter.Type.TEXT),
          "authentication", new Filter.Column("t.authentication", Filter.Type.TEXT),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.ROUTE;
  }

  @Override
  public String schema() {
    return "Route";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }

  @Override
  public JsonObject complete(JsonObject item) {
    JsonArray hosts = new JsonArray();
    item.getJsonArray("hosts").forEach(host -> hosts.add(((String) host).toLowerCase(Locale.ROOT)));
    JsonObject complete = item.copy().put("hosts", hosts);
    return complete.containsKey("methods") ? complete : complete.put("methods", new JsonArray());
  }

  @Override
  public List<Violation> check(JsonObject item) {
    List<Violation> violations = new ArrayList<>();
    JsonArray hosts = item.getJsonArray("hosts");
    for (int i = 0; i < hosts.size(); i++) {
      if (!RoutePattern.isHost(hosts.getString(i))) {
        violations.add(
            new Violation(
                "hosts[" + i + "]", "is not a host name, *.example.com, or *; a port is not part"));
      }
    }
    String exact = item.getString("path");
    String prefix = item.getString("pathPrefix");
    if ((exact == null) == (prefix == null)) {
      violations.add(new Violation("pathPrefix", "is needed, or else path, and not both"));
    }
    checkCors(item.getJsonObject("cors"), violations);
    RouteChangeRules.check(item, violations);
    RouteDestinationRules.check(item, violations);
    checkLimits(item.getJsonArray("rateLimit"), violations);
    checkPath("path", exact, violations);
    checkPath("pathPrefix", prefix, violations);
    if (exact != null && item.getBoolean("stripPrefix")) {
      violations.add(new Violation("stripPrefix", "needs a pathPrefix"));
    }
    if (!item.getJsonArray("requiredScopes").isEmpty()
        && !item.getString("authentication").equals("required")) {
      violations.add(
          new Violation("requiredScopes", "needs authentication 'required': no token, no scopes"));
    }
    return violations;
  }

  private static void checkLimits(JsonArray limits, List<Violation> violations) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < limits.size(); i++) {
      if (!seen.add(limits.getJsonObject(i).getString("per"))) {
        violations.add(
            new Violation(
                "rateLimit[" + i + "].per", "is limited by another of this list already"));
      }
    }
  }

  /**
   * With credentials a browser takes {@code *} for a name (Fetch, "CORS protocol and credentials").
   */
  private static void checkCors(@Nullable JsonObject cors, List<Violation> violations) {
    if (cors == null) {
      return;
    }
    for (String list : List.of("allowOrigins", "allowHeaders", "allowMethods", "exposeHeaders")) {
      JsonArray values = cors.getJsonArray(list, new JsonArray());
      if (values.contains("*") && cors.getBoolean("allowCredentials", false)) {
        violations.add(
            new Violation("cors." + list, "must not be * where allowCredentials is true"));
      }
      if (values.contains("*") && values.size() > 1) {
        violations.add(
            new Violation("cors." + list, "has * beside others: it stands for them all"));
      }
    }
  }

  private static void checkPath(String field, @Nullable String path, List<Violation> violations) {
    if (path != null && !RoutePattern.isPath(path)) {
      violations.add(
          new Violation(
              field,
              "must start with / and have no dot segment, empty segment, query, escape, ';' or '\\'"));
    }
  }

  @Override
  public Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    return checkAmbiguity(transaction, row)
        .compose(clear -> RouteDestinationRules.checkNames(transaction, row));
  }

  private static Future<Void> checkAmbiguity(SqlConnection transaction, JsonObject row) {
    return transaction
        .preparedQuery(SAME_REQUESTS)
        .execute(
            Tuple.of(
                row.getString("project_id"),
                row.getString("id"),
                strings(row, "hosts"),
                row.getString("path"),
                row.getString("path_prefix"),
                strings(row, "methods")))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        ApiProblem.conflict(
                            "Route '%s' of project '%s' answers the same requests already; change its hosts, path or methods, or those of '%s'."
                                .formatted(
                                    rows.iterator().next().getString("id"),
                                    rows.iterator().next().getString("project_id"),
                                    row.getString("id")))));
  }

  private static String[] strings(JsonObject row, String column) {
    return row.getJsonArray(column).stream().map(String.class::cast).toArray(String[]::new);
  }
}
