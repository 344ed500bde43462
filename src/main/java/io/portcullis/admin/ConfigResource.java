package io.portcullis.admin;

import io.portcullis.policy.Changeover;
import io.portcullis.store.ConfigStore;
import io.portcullis.store.Database;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;

/** A whole project as one document: read it, keep it under version control, apply it. */
final class ConfigResource {
  private final ConfigSections sections;
  private final Contract contract;
  private final Database database;
  private final Writes writes;
  private final ImpactStudy impact;
  private final ConfigStore configs = new ConfigStore();

  ConfigResource(ConfigSections sections, Contract contract, Database database, Writes writes) {
    this.sections = sections;
    this.contract = contract;
    this.database = database;
    this.writes = writes;
    this.impact = new ImpactStudy(database);
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "getConfig", this::get);
    Operations.on(router, "putConfig", this::put);
  }

  private Future<Void> get(RoutingContext context) {
    String project = Params.of(context).path("project");
    return configs
        .read(database.policy(), project)
        .compose(
            stored -> {
              if (!stored.isThere()) {
                throw ApiProblem.notFound("Project '" + project + "'");
              }
              context.response().putHeader(HttpHeaders.ETAG, etag(stored.revision()));
              return answer(context, toDocument(stored));
            });
  }

  private static Future<Void> answer(RoutingContext context, JsonObject document) {
    if (!YamlBodies.isAskedFor(context)) {
      return Answers.json(context, 200, document);
    }
    return Vertx.currentContext()
        .executeBlocking(() -> YamlBodies.write(document))
        .compose(
            text ->
                context.response().putHeader(HttpHeaders.CONTENT_TYPE, YamlBodies.TYPE).end(text));
  }

  private JsonObject toDocument(ConfigStore.Stored stored) {
    JsonObject project = stored.of(PolicyTable.PROJECT).get(0);
    JsonObject document =
        new JsonObject()
            .put("project", item(sections.project(), project))
            .put("revision", stored.revision());
    for (ItemRules rules : sections.lists()) {
      JsonArray list = new JsonArray();
      stored.of(rules.table()).stream()
          .filter(row -> row.getValue("deleted_at") == null)
          .forEach(row -> list.add(item(rules, row)));
      document.put(ConfigSections.name(rules), list);
    }
    return document;
  }

  private JsonObject item(ItemRules rules, JsonObject row) {
    return contract.inOrder(rules.schema(), ConfigPlan.declared(rules, row));
  }

  private Future<Void> put(RoutingContext context) {
    Params params = Params.of(context);
    ConfigDocument document =
        ConfigDocument.read(params.path("project"), params.body(), sections, contract);
    boolean isDryRun = params.flag("dryRun");
    return writes
        .write(context, transaction -> apply(context, transaction, document, isDryRun))
        .recover(
            failure ->
                failure instanceof Tried tried
                    ? impact
                        .of(document.project(), tried.changeover)
                        .compose(
                            cutOff -> Answers.json(context, 200, tried.plan.put("cutOff", cutOff)))
                    : Future.failedFuture(failure));
  }

  private Future<Receipt> apply(
      RoutingContext context,
      SqlConnection transaction,
      ConfigDocument document,
      boolean isDryRun) {
    return configs
        .read(transaction, document.project())
        .compose(
            stored -> {
              check(context, document, stored);
              return new ConfigChange(transaction, document, sections, stored)
                  .run()
                  .compose(plan -> receipt(transaction, plan, stored, isDryRun));
            });
  }

  private static void check(
      RoutingContext context, ConfigDocument document, ConfigStore.Stored stored) {
    Params params = Params.of(context);
    Preconditions preconditions = params.preconditions(context);
    if (preconditions.ifMatch() != null || preconditions.ifNoneMatch() != null) {
      preconditions.check(
          stored.isThere() ? new JsonObject().put("changed_in", stored.revision()) : null);
    }
    if (params.flag("ifUnchanged") && document.revision() != stored.revision()) {
      throw ApiProblem.stale(
          "The document is of revision %d, and the project was last changed in revision %d. Export it again, or apply without ifUnchanged to overwrite that."
              .formatted(document.revision(), stored.revision()));
    }
  }

  private Future<Receipt> receipt(
      SqlConnection transaction, ConfigPlan plan, ConfigStore.Stored stored, boolean isDryRun) {
    return configs
        .read(transaction, plan.project())
        .map(
            after -> {
              if (isDryRun) {
                throw new Tried(
                    plan.toJson(stored.revision(), true),
                    new Changeover(
                        stored.toSnapshot(plan.project()), after.toSnapshot(plan.project())));
              }
              return new Receipt(
                  stored.isThere() ? 200 : 201,
                  etag(after.revision()),
                  plan.toJson(after.revision(), false).encode());
            });
  }

  private static String etag(long revision) {
    return '"' + Long.toString(revision) + '"';
  }

  /**
   * Undoes the change once it is known what it would have been, so that no plan differs from it.
   */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonObject plan;
    private final transient Changeover changeover;

    Tried(JsonObject plan, Changeover changeover) {
      super("tried", null, false, false);
      this.plan = plan;
      this.changeover = changeover;
    }
  }
}
