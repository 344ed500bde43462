package io.portcullis.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rights as callers write them, and whether they may be given. */
final class RightsJson {
  private static final String UNKNOWN =
      """
      SELECT p.id
        FROM unnest($1::text[]) AS p (id)
       WHERE NOT EXISTS (SELECT FROM project e WHERE e.id = p.id)
       ORDER BY p.id
       LIMIT 1
      """;

  private RightsJson() {}

  /** Reads {@code role} and {@code projects}, which the API document has been held against. */
  static Rights of(JsonObject wanted) {
    AccessRole role = AccessRole.of(wanted.getString("role"));
    JsonArray projects = wanted.getJsonArray("projects");
    if (projects == null) {
      return new Rights(role, null);
    }
    if (projects.isEmpty()) {
      throw ApiProblem.invalid(
          "projects", "must name a project; leave it out for a role over all of them");
    }
    Set<String> ids = new HashSet<>();
    projects.forEach(id -> ids.add((String) id));
    return new Rights(role, ids);
  }

  /** Nobody gives away what they do not have. */
  static void requireCovered(Caller caller, Rights wanted) {
    if (!caller.rights().cover(wanted)) {
      throw ApiProblem.forbidden(
          "api-tokens.write",
          "You cannot give more than your own rights, which are %s."
              .formatted(caller.rights().text()));
    }
  }

  /** A misspelt project would be given away when somebody creates it. */
  static Future<Void> requireProjects(SqlConnection transaction, Rights wanted) {
    if (wanted.projects() == null) {
      return Future.succeededFuture();
    }
    return transaction
        .preparedQuery(UNKNOWN)
        .execute(Tuple.of((Object) wanted.projects().toArray(String[]::new)))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        ApiProblem.invalid(
                            List.of(
                                new Violation(
                                    "projects",
                                    "names '%s', which does not exist"
                                        .formatted(rows.iterator().next().getString("id")))))));
  }
}
