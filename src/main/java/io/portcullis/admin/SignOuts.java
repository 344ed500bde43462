package io.portcullis.admin;

import io.portcullis.policy.SignOut;
import io.portcullis.store.Database;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.portcullis.store.SignOutStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing out a user, an issuer's users, or everybody: an act that is repeated at will and never
 * taken back.
 */
final class SignOuts {
  /** Beyond it a sign-out would bar people, which is what grants are for. */
  private static final Duration FURTHEST = Duration.ofMinutes(1);

  private final ItemReads reads;
  private final Writes writes;
  private final InstantSource clock;
  private final ItemStore items = new ItemStore();
  private final SignOutStore signOuts = new SignOutStore();

  SignOuts(Database database, Writes writes, InstantSource clock) {
    this.reads = new ItemReads(new SignOutRules(), database);
    this.writes = writes;
    this.clock = clock;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "signOutUser", this::signOutUser);
    Operations.on(
        router,
        "signOutIssuer",
        context -> signOut(context, Params.of(context).path("issuer"), null));
    Operations.on(router, "signOutProject", context -> signOut(context, null, null));
    Operations.on(
        router, "listSignOuts", context -> reads.list(context, Params.of(context).path("project")));
  }

  private Future<Void> signOutUser(RoutingContext context) {
    Params params = Params.of(context);
    return signOut(context, params.path("issuer"), params.path("subject"));
  }

  private Future<Void> signOut(
      RoutingContext context, @Nullable String issuer, @Nullable String subject) {
    Params params = Params.of(context);
    String project = params.path("project");
    JsonObject wanted = params.bodyOrEmpty();
    Instant given = checked(wanted);
    return writes.write(
        context,
        transaction ->
            requireBoth(transaction, project, issuer)
                .compose(
                    exist ->
                        given != null
                            ? Future.succeededFuture(given)
                            : signOuts.reach(transaction, clock.instant(), project, issuer))
                .compose(
                    until -> {
                      JsonObject row =
                          new JsonObject()
                              .put("project_id", project)
                              .put("id", SignOut.id(issuer, subject))
                              .put("issuer", issuer)
                              .put("subject", subject)
                              .put("issued_until", until.toString())
                              .put("note", wanted.getString("note", ""));
                      return moveOn(transaction, row, until);
                    }));
  }

  /** A misspelt issuer would sign nobody out and say that it did. */
  private Future<Void> requireBoth(
      SqlConnection transaction, String project, @Nullable String issuer) {
    Future<Void> exists = reads.requireProject(transaction, project);
    return issuer == null
        ? exists
        : exists
            .compose(found -> items.find(transaction, PolicyTable.ISSUER, project, issuer))
            .compose(
                found ->
                    found.isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(ApiProblem.notFound("Issuer '" + issuer + "'")));
  }

  private @Nullable Instant checked(JsonObject wanted) {
    if (!wanted.containsKey("issuedUntil")) {
      return null;
    }
    Fields.refuse(Fields.time(wanted, "issuedUntil"));
    Instant until = OffsetDateTime.parse(wanted.getString("issuedUntil")).toInstant();
    if (until.isAfter(clock.instant().plus(FURTHEST))) {
      throw ApiProblem.invalid(
          "issuedUntil", "must not be more than a minute ahead; to bar somebody, deny a grant");
    }
    return until;
  }

  /** What reaches further already stays as it is. */
  private Future<Receipt> moveOn(SqlConnection transaction, JsonObject row, Instant until) {
    return items
        .find(transaction, PolicyTable.SIGN_OUT, row.getString("project_id"), row.getString("id"))
        .compose(
            before -> {
              if (before.isEmpty()) {
                return items.insert(transaction, PolicyTable.SIGN_OUT, row);
              }
              return reach(before).isBefore(until)
                  ? items.update(transaction, PolicyTable.SIGN_OUT, row)
                  : Future.succeededFuture(before.get());
            })
        .map(stored -> RowJson.receipt(200, "id", stored));
  }

  private static Instant reach(Optional<JsonObject> row) {
    return OffsetDateTime.parse(row.orElseThrow().getString("issued_until")).toInstant();
  }
}
