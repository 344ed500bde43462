package io.portcullis.admin;

import io.portcullis.policy.Decision;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.Remedy;
import io.portcullis.policy.RequestTarget;
import io.portcullis.policy.Route;
import io.portcullis.policy.TokenCheck;
import io.portcullis.store.Database;
import io.portcullis.store.Filter;
import io.portcullis.store.HistoryStore;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyReader;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.RejectionStore;
import io.portcullis.token.Supposition;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Why a request is or would be rejected, and what would admit it. The policy is read anew for each
 * call, so few run at a time.
 */
final class ExplainResource {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final int MOST_UNDER_WAY = 4;

  private final Database database;
  private final TokenVerifier verifier;
  private final InstantSource clock;
  private final ItemReads reads;
  private final PolicyReader policies = new PolicyReader();
  private final ItemStore items = new ItemStore();
  private final HistoryStore history = new HistoryStore();
  private final RejectionStore rejections = new RejectionStore();
  private int underWay; // touched by the server's one event loop

  ExplainResource(Database database, TokenVerifier verifier, InstantSource clock) {
    this.database = database;
    this.verifier = verifier;
    this.clock = clock;
    this.reads = new ItemReads(new RouteRules(), database);
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "explain", context -> oneOfFew(() -> explain(context)));
    Operations.on(router, "explainRejection", context -> oneOfFew(() -> explainRejection(context)));
  }

  private Future<Void> oneOfFew(Supplier<Future<Void>> call) {
    if (underWay >= MOST_UNDER_WAY) {
      throw ApiProblem.tooMany(
          "%d explanations are under way; wait for one to end.".formatted(underWay));
    }
    underWay++;
    return Future.succeededFuture().compose(begun -> call.get()).onComplete(done -> underWay--);
  }

  private Future<Void> explain(RoutingContext context) {
    Params params = Params.of(context);
    String project = params.path("project");
    JsonObject asked = params.body();
    if (asked.containsKey("token") && asked.containsKey("claims")) {
      throw ApiProblem.invalid("claims", "must not come with 'token', which has claims of its own");
    }
    RequestTarget target =
        new RequestTarget(
            asked.getString("host").toLowerCase(Locale.ROOT),
            asked.getString("path"),
            asked.getString("method", "GET"));
    return reads
        .requireProject(database.policy(), project)
        .compose(exists -> policy())
        .compose(policy -> explain(policy, project, target, asked))
        .compose(result -> toJson(Caller.of(context).rights(), project, result))
        .compose(json -> Answers.json(context, 200, json));
  }

  /**
   * What was decided then, and what would be decided now about claims like those that were kept.
   */
  private Future<Void> explainRejection(RoutingContext context) {
    String requestId = Params.of(context).path("requestId");
    Filter filter = Filter.parse("requestId=='" + requestId + "'", RejectionStore.FILTERS);
    return rejections
        .list(database.audit(), null, null, 1, filter)
        .compose(
            found ->
                found.items().isEmpty() || !isSeenBy(Caller.of(context), found.items().get(0))
                    ? Future.failedFuture(
                        ApiProblem.notFound("Rejection of request '" + requestId + "'"))
                    : told(Caller.of(context).rights(), found.items().get(0)))
        .compose(json -> Answers.json(context, 200, json));
  }

  /** What is no project's is for those who see all. */
  private static boolean isSeenBy(Caller caller, JsonObject rejection) {
    String project = rejection.getString("project");
    return project == null ? caller.rights().isOverAll() : caller.rights().isOver(project);
  }

  private Future<JsonObject> told(Rights rights, JsonObject rejection) {
    JsonObject json =
        new JsonObject().put("rejection", rejection).put("checks", ExplanationJson.then(rejection));
    String project = rejection.getString("project");
    if (project == null) {
      return Future.succeededFuture(json);
    }
    Instant now = clock.instant();
    RequestTarget target =
        new RequestTarget(
            rejection.getString("host"),
            rejection.getString("path"),
            rejection.getString("method"));
    JsonObject asked = new JsonObject();
    RejectedClaims.of(rejection, now).ifPresent(claims -> asked.put("claims", claims));
    return policy()
        .compose(policy -> new Explainer(policy, target, token(asked, now), now).explain())
        .compose(result -> toJson(rights, project, result))
        .map(
            explained ->
                json.put(
                    "now",
                    rejection.getBoolean("verified")
                        ? explained
                        : explained.put("remedies", new JsonArray()).put("sufficient", false)));
  }

  private Future<PolicySnapshot> policy() {
    return database
        .policy()
        .withConnection(connection -> policies.load((PgConnection) connection, SILENCE))
        .map(loaded -> loaded.snapshot());
  }

  private Future<Explainer.Result> explain(
      PolicySnapshot policy, String project, RequestTarget target, JsonObject asked) {
    Route route = policy.findRoute(target);
    if (route != null && !route.project().equals(project)) {
      throw ApiProblem.invalid("host", "and path are answered by a route of another project");
    }
    Instant now = clock.instant();
    return new Explainer(policy, target, token(asked, now), now).explain();
  }

  private Function<Project, Future<TokenCheck>> token(JsonObject asked, Instant now) {
    if (asked.containsKey("token")) {
      return project -> verifier.verify(project, asked.getString("token"), now);
    }
    if (asked.containsKey("claims")) {
      String claims = asked.getJsonObject("claims").encode();
      return project -> Future.succeededFuture(Supposition.of(project, claims, now));
    }
    return project -> Future.succeededFuture(new TokenCheck.Absent());
  }

  private Future<JsonObject> toJson(Rights rights, String project, Explainer.Result result) {
    JsonObject json = ExplanationJson.of(result.explanation(), result.check());
    JsonArray remedies = new JsonArray();
    Future<Void> done = Future.succeededFuture();
    for (Remedy remedy : result.remedies()) {
      JsonObject told = RemedyCalls.toJson(remedy);
      remedies.add(told);
      done = done.compose(before -> addPlace(remedy, told));
    }
    json.put("remedies", remedies).put("sufficient", result.isSufficient());
    return done.compose(all -> registeredIn(rights, project, result))
        .map(others -> others.isEmpty() ? json : json.put("registeredIn", new JsonArray(others)));
  }

  /** Nobody learns of projects that are not theirs. */
  private Future<List<String>> registeredIn(
      Rights rights, String project, Explainer.Result result) {
    return result.explanation().decision() instanceof Decision.Deny deny
            && deny.reason() == Reason.AUDIENCE_NOT_ALLOWED
            && deny.claims() != null
        ? items
            .projectsOfClients(database.policy(), deny.claims().audiences())
            .map(
                ids -> ids.stream().filter(id -> !id.equals(project) && rights.isOver(id)).toList())
        : Future.succeededFuture(List.of());
  }

  /** Its ETag, for the call, and who left the item as it is. */
  private Future<Void> addPlace(Remedy remedy, JsonObject told) {
    ItemChange change = remedy.change();
    PolicyTable table = table(change.kind());
    return items
        .find(database.policy(), table, change.project(), change.id())
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture();
              }
              told.getJsonObject("call").put("ifMatch", Preconditions.etag(found.get()));
              return history
                  .lastChange(database.policy(), table, change.project(), change.id())
                  .onSuccess(
                      last -> {
                        if (last != null) {
                          told.put("since", last);
                        }
                      })
                  .mapEmpty();
            });
  }

  private static PolicyTable table(ItemChange.Kind kind) {
    return switch (kind) {
      case ISSUER -> PolicyTable.ISSUER;
      case CLIENT -> PolicyTable.CLIENT;
      case GRANT -> PolicyTable.GRANT;
      default -> throw new IllegalArgumentException("no remedy changes a " + kind);
    };
  }
}
