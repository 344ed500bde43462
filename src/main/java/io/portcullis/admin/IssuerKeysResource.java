package io.portcullis.admin;

import io.portcullis.policy.Issuer;
import io.portcullis.store.Database;
import io.portcullis.store.Filter;
import io.portcullis.store.GatewayKeyStore;
import io.portcullis.store.GatewayKeyStore.Fetched;
import io.portcullis.store.GatewayKeyStore.Told;
import io.portcullis.store.IssuerKeyStore;
import io.portcullis.store.ItemStore;
import io.portcullis.store.ListQuery;
import io.portcullis.store.PolicyRows;
import io.portcullis.store.PolicyTable;
import io.portcullis.token.PublishedKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The issuers' keys as each gateway has them. */
final class IssuerKeysResource {
  private final Database database;
  private final InstantSource clock;
  private final ItemReads reads;
  private final ItemStore items = new ItemStore();
  private final IssuerKeyStore published = new IssuerKeyStore();
  private final GatewayKeyStore gateways = new GatewayKeyStore();

  IssuerKeysResource(IssuerRules rules, Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.reads = new ItemReads(rules, database);
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listIssuerKeys", this::list);
    Operations.on(router, "getIssuerKeys", this::get);
  }

  private Future<Void> list(RoutingContext context) {
    Params params = Params.of(context);
    String project = params.path("project");
    return reads
        .requireProject(database.policy(), project)
        .compose(
            exists ->
                items.list(
                    database.policy(),
                    PolicyTable.ISSUER,
                    project,
                    new ListQuery(
                        PageToken.read(params.query("pageToken")),
                        params.pageSize() + 1,
                        Filter.NONE)))
        .compose(
            rows ->
                withGateways(rows)
                    .compose(
                        told ->
                            Answers.page(
                                context,
                                rows,
                                params.pageSize(),
                                row -> toJson(toIssuer(row), told),
                                row -> row.getString("id"))));
  }

  private Future<Void> get(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("issuer");
    return items
        .find(database.policy(), PolicyTable.ISSUER, params.path("project"), id)
        .compose(
            found -> {
              JsonObject row = found.orElseThrow(() -> ApiProblem.notFound("Issuer '" + id + "'"));
              Issuer issuer = toIssuer(row);
              return Future.all(withGateways(List.of(row)), published(issuer))
                  .map(
                      both ->
                          toJson(issuer, both.resultAt(0)).mergeIn(both.<JsonObject>resultAt(1)));
            })
        .compose(json -> Answers.json(context, 200, json));
  }

  private Future<List<Told>> withGateways(List<JsonObject> rows) {
    List<String> sources =
        rows.stream()
            .map(row -> PublishedKeys.sourceOf(toIssuer(row)))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return sources.isEmpty()
        ? Future.succeededFuture(List.of())
        : gateways.of(database.policy(), sources);
  }

  /** What the issuer published last, to whichever gateway. */
  private Future<JsonObject> published(Issuer issuer) {
    String source = PublishedKeys.sourceOf(issuer);
    if (source == null) {
      return Future.succeededFuture(new JsonObject().put("keys", new JsonArray()));
    }
    return published
        .find(database.policy(), source)
        .map(
            kept -> {
              JsonArray keys = new JsonArray();
              if (kept == null) {
                return new JsonObject().put("keys", keys);
              }
              PublishedKeys.read(issuer, kept.document().getBytes())
                  .forEach(key -> keys.add(IssuerTests.json(key)));
              return new JsonObject()
                  .put("keys", keys)
                  .put("publishedAt", kept.fetchedAt().toString());
            });
  }

  private static Issuer toIssuer(JsonObject row) {
    return (Issuer)
        Objects.requireNonNull(
            PolicyRows.toChange(
                    PolicyTable.ISSUER, row.getString("project_id"), row.getString("id"), row)
                .now());
  }

  private JsonObject toJson(Issuer issuer, List<Told> told) {
    Instant now = clock.instant();
    JsonArray array = new JsonArray();
    String source = PublishedKeys.sourceOf(issuer);
    told.stream()
        .filter(one -> one.source().equals(source))
        .forEach(one -> array.add(toJson(one, now)));
    return new JsonObject().put("issuer", issuer.id()).put("gateways", array);
  }

  private static JsonObject toJson(Told told, Instant now) {
    Fetched keys = told.keys();
    JsonObject json =
        new JsonObject()
            .put("incarnation", told.incarnation().toString())
            .put("name", told.name())
            .put("state", state(keys, now));
    if (keys == null) {
      return json;
    }
    json.put("refreshAt", keys.refreshAt().toString())
        .put("triedAt", keys.triedAt().toString())
        .put("failures", keys.failures());
    put(json, "fetchedAt", keys.fetchedAt());
    put(json, "endAt", keys.endAt());
    return keys.problem().isEmpty() ? json : json.put("problem", keys.problem());
  }

  private static void put(JsonObject json, String field, @Nullable Instant time) {
    if (time != null) {
      json.put(field, time.toString());
    }
  }

  private static String state(@Nullable Fetched keys, Instant now) {
    if (keys == null) {
      return "unused";
    }
    if (keys.failures() > 0) {
      return keys.endAt() == null || !now.isBefore(keys.endAt()) ? "missing" : "failing";
    }
    return keys.isKept() ? "kept" : "fetched";
  }
}
