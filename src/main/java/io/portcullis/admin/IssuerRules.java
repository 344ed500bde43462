package io.portcullis.admin;

import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Issuers: defaults by kind, URLs that the gateway may fetch, no {@code iss} twice. */
final class IssuerRules implements ItemRules {
  /** "Verify the Google ID token on your server side", Sign In With Google documentation. */
  private static final JsonArray GOOGLE_ISSUERS =
      new JsonArray().add("https://accounts.google.com").add("accounts.google.com");

  private static final String GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs";

  private static final String SAME_ISS =
      """
      SELECT i.id
        FROM issuer i
       WHERE i.project_id = $1 AND i.id <> $2 AND i.issuers && $3
       LIMIT 1
      """;

  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "kind", new Filter.Column("t.kind", Filter.Type.TEXT),
          "enabled", new Filter.Column("t.enabled", Filter.Type.BOOLEAN),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  private final Function<String, Optional<String>> problemWithUrl;

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
    if (!"google".equals(item.getString("kind"))) {
      return item;
    }
    JsonObject complete = item.copy();
    if (!complete.containsKey("issuers")) {
      complete.put("issuers", GOOGLE_ISSUERS);
    }
    if (!complete.containsKey("jwksUri") && !complete.containsKey("discoveryUri")) {
      complete.put("jwksUri", GOOGLE_KEYS);
    }
    return complete;
  }

  @Override
  public List<Violation> check(JsonObject item) {
    List<Violation> violations = new ArrayList<>();
    if (!item.containsKey("issuers")) {
      violations.add(new Violation("issuers", "is needed: the exact 'iss' of the tokens"));
    }
    if (!item.containsKey("jwksUri") && !item.containsKey("discoveryUri")) {
      violations.add(new Violation("jwksUri", "is needed, or else discoveryUri"));
    }
    for (String field : List.of("jwksUri", "discoveryUri")) {
      String url = item.getString(field);
      if (url != null) {
        problemWithUrl
            .apply(url)
            .ifPresent(problem -> violations.add(new Violation(field, problem)));
      }
    }
    return violations;
  }

  /** One 'iss' must mean one issuer, or the order of rows would decide whose rules hold. */
  @Override
  public Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
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
}
