package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Issuers: defaults by kind, URLs that the gateway may fetch, no {@code iss} twice. */
final class IssuerRules implements ItemRules {
  private static final String SAME_ISS =
      """
      SELECT i.id
        FROM issuer i
       WHERE i.project_id = $1 AND i.id <> $2 AND i.issuers && $3
       LIMIT 1
      """;

  private static final String OTHER_INTROSPECTION =
      "SELECT i.id FROM issuer i WHERE i.project_id = $1 AND i.id <> $2 AND i.kind = 'introspection'";

  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "kind", new Filter.Column("t.kind", Filter.Type.TEXT),
          "enabled", new Filter.Column("t.enabled", Filter.Type.BOOLEAN),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  private final Function<String, Optional<String>> problemWithUrl;
  private final FirebaseClient firebase = new FirebaseClient();

  /**
   * @param problemWithUrl what keeps the gateway from fetching a URL, if anything
   */
  IssuerRules(Function<String, Optional<String>> problemWithUrl) {
    this.problemWithUrl = problemWithUrl;
  }

  @Override
  public PolicyTable table() {
    return PolicyTable.ISSUER;
  }

  @Override
  public String schema() {
    return "Issuer";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }

  @Override
  public JsonObject complete(JsonObject item) {
    return IssuerDefaults.complete(item);
  }

  @Override
  public List<Violation> check(JsonObject item) {
    return IssuerFields.check(problemWithUrl, item);
  }

  @Override
  public Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    return checkIss(transaction, row)
        .compose(
            violations ->
                violations.isEmpty() ? checkIntrospection(transaction, row) : taken(violations))
        .compose(
            violations ->
                violations.isEmpty() ? firebase.check(transaction, row) : taken(violations));
  }

  private static Future<List<Violation>> taken(List<Violation> violations) {
    return Future.succeededFuture(violations);
  }

  @Override
  public Future<Void> afterStored(SqlConnection transaction, JsonObject row) {
    return firebase.ensure(transaction, row);
  }

  /** One 'iss' must mean one issuer, or the order of rows would decide whose rules hold. */
  private static Future<List<Violation>> checkIss(SqlConnection transaction, JsonObject row) {
    String[] issuers =
        row.getJsonArray("issuers").stream().map(String.class::cast).toArray(String[]::new);
    return transaction
        .preparedQuery(SAME_ISS)
        .execute(Tuple.of(row.getString("project_id"), row.getString("id"), issuers))
        .map(
            rows ->
                rows.size() == 0
                    ? List.of()
                    : List.of(
                        new Violation(
                            "issuers",
                            "names an 'iss' that issuer '%s' of this project has already"
                                .formatted(rows.iterator().next().getString("id")))));
  }

  /** An opaque token does not say whose it is. */
  private static Future<List<Violation>> checkIntrospection(
      SqlConnection transaction, JsonObject row) {
    if (!row.getString("kind").equals("introspection")) {
      return taken(List.of());
    }
    return transaction
        .preparedQuery(OTHER_INTROSPECTION)
        .execute(Tuple.of(row.getString("project_id"), row.getString("id")))
        .map(
            rows ->
                rows.size() == 0
                    ? List.of()
                    : List.of(
                        new Violation(
                            "kind",
                            "can be 'introspection' once in a project, and issuer '%s' is"
                                .formatted(rows.iterator().next().getString("id")))));
  }
}
