package io.portcullis.admin;

import io.portcullis.policy.Issuer;
import io.portcullis.store.Database;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyRows;
import io.portcullis.store.PolicyTable;
import io.portcullis.token.IssuerReport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trying issuers out before anybody depends on them. Each test makes this process talk to a
 * stranger, so few are under way at a time.
 */
final class IssuerTests {
  private static final int MOST_UNDER_WAY = 4;

  private final IssuerRules rules;
  private final Contract contract;
  private final Database database;
  private final Function<Issuer, Future<IssuerReport>> probe;
  private final ItemReads reads;
  private final ItemStore items = new ItemStore();
  private int underWay; // touched by the server's one event loop

  IssuerTests(
      IssuerRules rules,
      Contract contract,
      Database database,
      Function<Issuer, Future<IssuerReport>> probe) {
    this.rules = rules;
    this.contract = contract;
    this.database = database;
    this.probe = probe;
    this.reads = new ItemReads(rules, database);
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "testIssuer", this::testSaved);
    Operations.on(router, "testUnsavedIssuer", this::testUnsaved);
  }

  private Future<Void> testSaved(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("issuer");
    return items
        .find(database.policy(), PolicyTable.ISSUER, params.path("project"), id)
        .compose(
            found ->
                test(context, found.orElseThrow(() -> ApiProblem.notFound("Issuer '" + id + "'"))));
  }

  private Future<Void> testUnsaved(RoutingContext context) {
    Params params = Params.of(context);
    JsonObject item = contract.withoutReadOnly(rules.schema(), params.body());
    Fields.refuse(contract.violations(rules.schema(), item));
    JsonObject complete = rules.complete(contract.withDefaults(rules.schema(), item));
    Fields.refuse(rules.check(complete));
    String project = params.path("project");
    String id = item.getString("id", "unsaved");
    return reads
        .requireProject(database.policy(), project)
        .compose(exists -> test(context, RowJson.toRow(project, id, "id", complete)));
  }

  private Future<Void> test(RoutingContext context, JsonObject row) {
    if (underWay >= MOST_UNDER_WAY) {
      throw ApiProblem.tooMany(
          "%d tests of issuers are under way; wait for one to end.".formatted(underWay));
    }
    Issuer issuer =
        (Issuer)
            PolicyRows.toChange(
                    PolicyTable.ISSUER, row.getString("project_id"), row.getString("id"), row)
                .now();
    underWay++;
    return probe
        .apply(Objects.requireNonNull(issuer))
        .onComplete(done -> underWay--)
        .compose(report -> Answers.json(context, 200, json(report)));
  }

  private static JsonObject json(IssuerReport report) {
    JsonArray keys = new JsonArray();
    report.keys().forEach(key -> keys.add(json(key)));
    JsonObject answer =
        new JsonObject()
            .put("usable", report.problems().isEmpty())
            .put("problems", new JsonArray(report.problems()))
            .put("keys", keys);
    put(answer, "jwksUri", report.jwksUri());
    return report.maxAge() == null
        ? answer
        : answer.put("maxAgeSeconds", report.maxAge().toSeconds());
  }

  static JsonObject json(IssuerReport.Key key) {
    JsonObject answer = new JsonObject().put("usable", key.problem() == null);
    put(answer, "kid", key.keyId());
    put(answer, "kty", key.type());
    put(answer, "crv", key.curve());
    put(answer, "alg", key.algorithm());
    put(answer, "use", key.use());
    put(answer, "problem", key.problem());
    return answer;
  }

  private static void put(JsonObject answer, String field, @Nullable String value) {
    if (value != null) {
      answer.put(field, value);
    }
  }
}
