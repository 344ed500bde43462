package io.portcullis.admin;

import io.portcullis.policy.Member;
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
import org.jspecify.annotations.Nullable;

/** Grants: a principal that can be matched, and routes that exist. */
final class GrantRules implements ItemRules {
  private static final String MISSING_ROUTES =
      """
      SELECT asked.id
        FROM unnest($2::text[]) AS asked (id)
       WHERE NOT EXISTS (SELECT FROM route r WHERE r.project_id = $1 AND r.id = asked.id)
      """;

  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "principal", new Filter.Column("t.principal", Filter.Type.TEXT),
          "effect", new Filter.Column("t.effect", Filter.Type.TEXT),
          "note", new Filter.Column("t.note", Filter.Type.TEXT),
          "expiresAt", new Filter.Column("t.expires_at", Filter.Type.TIME),
          "createdAt", new Filter.Column("t.created_at", Filter.Type.TIME),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.GRANT;
  }

  @Override
  public String schema() {
    return "Grant";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }

  /** Stored as grants compare it, so that a search finds it in one spelling. */
  @Override
  public JsonObject complete(JsonObject item) {
    JsonObject complete = item.copy();
    Member.parse(item.getString("principal"))
        .ifPresent(member -> complete.put("principal", member.toString()));
    if (!complete.containsKey("routes")) {
      complete.put("routes", new JsonArray());
    }
    return complete.containsKey("note") ? complete : complete.put("note", "");
  }

  @Override
  public List<Violation> check(JsonObject item) {
    List<Violation> violations = new ArrayList<>(Fields.time(item, "expiresAt"));
    Optional<Member> member = Member.parse(item.getString("principal"));
    if (member.isEmpty()) {
      violations.add(
          new Violation(
              "principal",
              "is not one of user:EMAIL, serviceAccount:EMAIL, domain:DOMAIN, client:CLIENT_ID, subject:ISSUER_ID/SUB, allAuthenticatedUsers, allUsers"));
    } else if (member.get().kind() == Member.Kind.GROUP) {
      violations.add(new Violation("principal", "names a group; groups are not supported yet"));
    }
    return violations;
  }

  @Override
  public Future<List<Violation>> checkAmongOthers(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    String[] routes =
        row.getJsonArray("routes").stream().map(String.class::cast).toArray(String[]::new);
    return transaction
        .preparedQuery(MISSING_ROUTES)
        .execute(Tuple.of(row.getString("project_id")).addArrayOfString(routes))
        .map(
            rows ->
                rows.stream()
                    .map(
                        missing ->
                            new Violation(
                                "routes",
                                "names route '%s', which this project does not have"
                                    .formatted(missing.getString("id"))))
                    .toList());
  }
}
