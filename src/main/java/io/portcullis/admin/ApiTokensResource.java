package io.portcullis.admin;

import io.portcullis.store.ApiTokenStore;
import io.portcullis.store.Database;
import io.portcullis.store.Filter;
import io.portcullis.store.ListQuery;
import io.portcullis.store.Receipt;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** API tokens over HTTP. */
final class ApiTokensResource {
  private static final Duration USUAL_LIFE = Duration.ofDays(90);
  private static final Duration LONGEST_LIFE = Duration.ofDays(366);

  private final Database database;
  private final Writes writes;
  private final InstantSource clock;
  private final ApiTokenText text = new ApiTokenText();
  private final ApiTokenStore store = new ApiTokenStore();

  ApiTokensResource(Database database, Writes writes, InstantSource clock) {
    this.database = database;
    this.writes = writes;
    this.clock = clock;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "listApiTokens", this::list);
    Operations.on(router, "getApiToken", this::get);
    Operations.on(router, "createApiToken", this::create);
    Operations.on(router, "revokeApiToken", this::revoke);
  }

  private Future<Void> list(RoutingContext context) {
    Params params = Params.of(context);
    ListQuery query = Caller.limit(context, params.listQuery(Map.of()));
    return store
        .list(database.policy(), query)
        .compose(
            rows ->
                Answers.page(
                    context,
                    rows,
                    params.pageSize(),
                    row -> RowJson.toItem("id", row),
                    row -> row.getString("id")));
  }

  private Future<Void> get(RoutingContext context) {
    String id = Params.of(context).path("apiToken");
    return store
        .get(database.policy(), visible(context), id)
        .compose(
            found ->
                Answers.json(
                    context, 200, RowJson.toItem("id", found.orElseThrow(() -> unknown(id)))));
  }

  private static ListQuery visible(RoutingContext context) {
    return Caller.limit(context, new ListQuery("", 1, Filter.NONE));
  }

  private static ApiProblem unknown(String id) {
    return ApiProblem.notFound("API token '" + id + "'");
  }

  private Future<Void> create(RoutingContext context) {
    JsonObject wanted = Params.of(context).body();
    Rights rights = RightsJson.of(wanted);
    RightsJson.requireCovered(Caller.of(context), rights);
    String token = text.make();
    ApiTokenStore.Draft draft =
        new ApiTokenStore.Draft(
            text.makeId(),
            Buffer.buffer(Sha256.of(token)),
            wanted.getString("name"),
            rights.toHolder(),
            expiry(wanted),
            Caller.of(context).actor());
    return writes
        .commit(
            context,
            null,
            transaction ->
                RightsJson.requireProjects(transaction, rights)
                    .compose(exist -> store.insert(transaction, draft))
                    .map(new Receipt(201, null, null)))
        .compose(committed -> Answers.json(context, 201, shown(draft, token)));
  }

  private static JsonObject shown(ApiTokenStore.Draft draft, String token) {
    JsonObject shown =
        new JsonObject()
            .put("id", draft.id())
            .put("token", token)
            .put("name", draft.name())
            .put("role", draft.holder().role())
            .put("expiresAt", draft.expiresAt().toString());
    return draft.holder().projects() == null
        ? shown
        : shown.put(
            "projects", new JsonArray(draft.holder().projects().stream().sorted().toList()));
  }

  private Instant expiry(JsonObject wanted) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Fields.refuse(Fields.time(wanted, "expiresAt"));
    String text = wanted.getString("expiresAt");
    if (text == null) {
      return now.plus(USUAL_LIFE);
    }
    Instant expiry = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    if (!expiry.isAfter(now) || expiry.isAfter(now.plus(LONGEST_LIFE))) {
      Fields.refuse(
          List.of(
              new Violation(
                  "expiresAt",
                  "must be later than now and at most %d days away"
                      .formatted(LONGEST_LIFE.toDays()))));
    }
    return expiry;
  }

  private Future<Void> revoke(RoutingContext context) {
    String id = Params.of(context).path("apiToken");
    return writes
        .commit(
            context,
            null,
            transaction ->
                store
                    .get(transaction, visible(context), id)
                    .compose(
                        found ->
                            found.isPresent()
                                ? store.revoke(transaction, id)
                                : Future.failedFuture(unknown(id)))
                    .map(new Receipt(204, null, null)))
        .compose(committed -> context.response().setStatusCode(204).end());
  }
}
