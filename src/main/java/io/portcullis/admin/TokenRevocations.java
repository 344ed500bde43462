package io.portcullis.admin;

import io.portcullis.policy.TokenRevocation;
import io.portcullis.store.Database;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.portcullis.store.Receipt;
import io.portcullis.token.TokenIdentity;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Revoking single tokens. A token that is sent here is hashed at once and not kept. */
final class TokenRevocations {
  private static final PolicyTable TABLE = PolicyTable.TOKEN_REVOCATION;

  private static final String ASKED =
      "SELECT 1 FROM issuer i WHERE i.project_id = $1 AND i.kind = 'introspection'";

  private final ItemReads reads;
  private final Writes writes;
  private final ItemStore items = new ItemStore();

  TokenRevocations(Database database, Writes writes) {
    this.reads = new ItemReads(new TokenRevocationRules(), database);
    this.writes = writes;
  }

  void mount(RouterBuilder router) {
    Operations.on(router, "revokeToken", this::revoke);
    Operations.on(
        router,
        "listTokenRevocations",
        context -> reads.list(context, Params.of(context).path("project")));
    Operations.on(router, "getTokenRevocation", this::get);
  }

  private Future<Void> get(RoutingContext context) {
    Params params = Params.of(context);
    String id = params.path("revocation");
    return reads.get(context, params.path("project"), id, "Token revocation '" + id + "'");
  }

  private Future<Void> revoke(RoutingContext context) {
    Params params = Params.of(context);
    JsonObject row = row(params.path("project"), params.body());
    boolean isOpaque = opaque(params.body()).isPresent();
    return writes.write(
        context,
        transaction ->
            reads
                .requireProject(transaction, row.getString("project_id"))
                .compose(exists -> issuerExists(transaction, row))
                .compose(
                    violations ->
                        violations.isEmpty() && isOpaque
                            ? isAsked(transaction, row)
                            : Future.succeededFuture(violations))
                .compose(
                    violations -> {
                      Fields.refuse(violations);
                      return items.find(
                          transaction, TABLE, row.getString("project_id"), row.getString("id"));
                    })
                .compose(before -> store(transaction, row, before.orElse(null))));
  }

  private static JsonObject row(String project, JsonObject wanted) {
    Fields.refuse(oneName(wanted));
    Fields.refuse(Fields.time(wanted, "expiresAt"));
    JsonObject row =
        new JsonObject()
            .put("project_id", project)
            .put("issuer", wanted.getString("issuer"))
            .put("jti", wanted.getString("jti"))
            .put("expires_at", wanted.getString("expiresAt"))
            .put("note", wanted.getString("note", ""));
    Optional<TokenIdentity> opaque = opaque(wanted);
    if (opaque.isPresent()) {
      row.put("sha256", opaque.get().signingInputHash());
    } else if (wanted.containsKey("token")) {
      TokenIdentity identity = identity(wanted.getString("token"));
      row.put("sha256", identity.signingInputHash())
          .put("expires_at", String.valueOf(identity.expiresAt()));
    } else if (wanted.containsKey("sha256")) {
      row.put("sha256", wanted.getString("sha256").toLowerCase(Locale.ROOT));
    }
    String hash = row.getString("sha256");
    return row.put(
        "id",
        hash != null ? hash : TokenRevocation.id(row.getString("issuer"), row.getString("jti")));
  }

  private static List<Violation> oneName(JsonObject wanted) {
    long names = Stream.of("token", "sha256", "jti").filter(wanted::containsKey).count();
    if (names != 1) {
      return List.of(new Violation("", "Send one of 'token', 'sha256', or 'jti' with 'issuer'."));
    }
    if (wanted.containsKey("jti") != wanted.containsKey("issuer")) {
      return List.of(
          new Violation("issuer", "is needed with 'jti', which only its issuer keeps unique"));
    }
    return wanted.containsKey("token")
            && wanted.containsKey("expiresAt")
            && opaque(wanted).isEmpty()
        ? List.of(new Violation("expiresAt", "is read from the token; leave it out"))
        : List.of();
  }

  private static Optional<TokenIdentity> opaque(JsonObject wanted) {
    return Optional.ofNullable(wanted.getString("token")).flatMap(TokenIdentity::ofOpaque);
  }

  /** Where nobody is asked about opaque tokens, what is no JWT is most likely half of one. */
  private static Future<List<Violation>> isAsked(SqlConnection transaction, JsonObject row) {
    return transaction
        .preparedQuery(ASKED)
        .execute(Tuple.of(row.getString("project_id")))
        .map(
            rows ->
                rows.size() > 0
                    ? List.of()
                    : List.of(
                        new Violation(
                            "token",
                            "is not a signed JWT that a gateway reads, and no issuer of this project is asked about opaque tokens")));
  }

  private static TokenIdentity identity(String token) {
    try {
      return TokenIdentity.of(token);
    } catch (IllegalArgumentException failure) {
      throw ApiProblem.invalid(
          "token", "is not a signed JWT that a gateway reads: " + failure.getMessage());
    }
  }

  private static Future<List<Violation>> issuerExists(SqlConnection transaction, JsonObject row) {
    String issuer = row.getString("issuer");
    return issuer == null
        ? Future.succeededFuture(List.of())
        : Fields.exists(
            transaction, PolicyTable.ISSUER, row.getString("project_id"), "issuer", issuer);
  }

  /** Revoking twice is revoking once, for the longer of both times. */
  private Future<Receipt> store(
      SqlConnection transaction, JsonObject row, @Nullable JsonObject before) {
    if (before == null) {
      return items
          .insert(transaction, TABLE, row)
          .map(stored -> RowJson.receipt(201, "id", stored));
    }
    Future<JsonObject> stored =
        end(row).isAfter(end(before))
            ? items.update(
                transaction, TABLE, before.copy().put("expires_at", row.getValue("expires_at")))
            : Future.succeededFuture(before);
    return stored.map(kept -> RowJson.receipt(200, "id", kept));
  }

  /** Without an end it is kept for good. */
  private static Instant end(JsonObject row) {
    String text = row.getString("expires_at");
    return text == null ? Instant.MAX : OffsetDateTime.parse(text).toInstant();
  }
}
