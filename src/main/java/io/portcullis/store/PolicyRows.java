package io.portcullis.store;

import static java.util.stream.Collectors.toSet;

import io.portcullis.policy.Backend;
import io.portcullis.policy.Client;
import io.portcullis.policy.Cors;
import io.portcullis.policy.Grant;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.ItemChange;
import io.portcullis.policy.Member;
import io.portcullis.policy.PolicyItem;
import io.portcullis.policy.Project;
import io.portcullis.policy.Route;
import io.portcullis.policy.SignOut;
import io.portcullis.policy.TokenRevocation;
import io.portcullis.policy.TokenType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of policy, as JSON, into what the decision works on. The same mapping serves the whole
 * policy, a delta, and the check of a write before it is made.
 */
public final class PolicyRows {
  private PolicyRows() {}

  /**
   * Maps one row.
   *
   * @param row the row as {@code policy_json} writes it, or null when it is gone
   * @throws IllegalArgumentException when the row says something that cannot be decided on
   */
  public static ItemChange toChange(
      PolicyTable table, String project, String id, @Nullable JsonObject row) {
    return new ItemChange(table.kind(), project, id, row == null ? null : toItem(table, row));
  }

  private static PolicyItem toItem(PolicyTable table, JsonObject row) {
    return switch (table) {
      case PROJECT ->
          new Project.Head(
              row.getString("id"),
              row.getString("display_name"),
              "hashed".equals(row.getString("rejection_emails"))
                  ? row.getString("rejection_email_key")
                  : null);
      case ISSUER -> toIssuer(row);
      case CLIENT -> toClient(row);
      case GRANT -> toGrant(row);
      case BACKEND -> BackendRows.toBackend(row);
      case ROUTE -> toRoute(row);
      case SIGN_OUT -> toSignOut(row);
      case TOKEN_REVOCATION -> toTokenRevocation(row);
    };
  }

  private static Issuer toIssuer(JsonObject row) {
    Integer maxAge = row.getInteger("max_token_age_seconds");
    Issuer.Kind kind = choice(Issuer.Kind.class, row.getString("kind"));
    return new Issuer(
        row.getString("project_id"),
        row.getString("id"),
        kind,
        Set.copyOf(strings(row, "issuers")),
        row.getString("jwks_uri"),
        row.getString("discovery_uri"),
        strings(row, "algorithms"),
        Duration.ofSeconds(row.getInteger("clock_skew_seconds")),
        maxAge == null ? null : Duration.ofSeconds(maxAge),
        choice(Issuer.AuthorizedParty.class, row.getString("authorized_party")),
        row.getBoolean("enabled"),
        tokenTypes(kind, row),
        kind == Issuer.Kind.FIREBASE ? toFirebase(row) : null,
        kind == Issuer.Kind.INTROSPECTION ? toIntrospection(row) : null);
  }

  private static Set<TokenType> tokenTypes(Issuer.Kind kind, JsonObject row) {
    if (kind == Issuer.Kind.INTROSPECTION) {
      return Set.of(TokenType.OPAQUE);
    }
    // the log has rows that were written before there was a choice
    return row.getJsonArray("token_types") == null
        ? Set.of(TokenType.ID)
        : strings(row, "token_types").stream()
            .map(type -> choice(TokenType.class, type))
            .collect(toSet());
  }

  private static Issuer.Firebase toFirebase(JsonObject row) {
    return new Issuer.Firebase(
        row.getString("firebase_project_id"),
        Set.copyOf(stringsIfAny(row, "tenants")),
        Set.copyOf(stringsIfAny(row, "sign_in_providers")));
  }

  private static Issuer.Introspection toIntrospection(JsonObject row) {
    return new Issuer.Introspection(
        row.getString("introspection_uri"),
        row.getString("introspection_client_id"),
        choice(Issuer.AudienceFrom.class, row.getString("audience_from")));
  }

  private static Client toClient(JsonObject row) {
    return new Client(
        row.getString("project_id"),
        row.getString("id"),
        row.getString("issuer"),
        row.getString("name"),
        choice(Client.State.class, row.getString("state")),
        instant(row, "expires_at"));
  }

  private static Grant toGrant(JsonObject row) {
    String principal = row.getString("principal");
    return new Grant(
        row.getString("project_id"),
        row.getString("id"),
        Member.parse(principal)
            .orElseThrow(() -> new IllegalArgumentException("no principal: " + principal)),
        choice(Grant.Effect.class, row.getString("effect")),
        Set.copyOf(strings(row, "routes")),
        instant(row, "expires_at"));
  }

  static Backend.Target toTarget(JsonObject target) {
    return new Backend.Target(URI.create(target.getString("url")), target.getInteger("weight", 1));
  }

  private static Route toRoute(JsonObject row) {
    String exact = row.getString("path");
    return new Route(
        row.getString("project_id"),
        row.getString("id"),
        strings(row, "hosts"),
        exact == null ? Route.Match.PREFIX : Route.Match.EXACT,
        exact == null ? row.getString("path_prefix") : exact,
        Set.copyOf(strings(row, "methods")),
        row.getBoolean("strip_prefix"),
        row.getString("backend"),
        choice(Route.Authentication.class, row.getString("authentication")),
        choice(Route.ForwardToken.class, row.getString("forward_token")),
        Set.copyOf(stringsIfAny(row, "required_scopes")),
        row.getJsonObject("cors") == null ? null : toCors(row.getJsonObject("cors")),
        RouteRows.toChanges(row),
        RouteRows.toDestination(row),
        RouteRows.toRateLimits(row));
  }

  private static Cors toCors(JsonObject cors) {
    return new Cors(
        Set.copyOf(strings(cors, "allowOrigins")),
        cors.getBoolean("allowCredentials", false),
        cors.containsKey("allowHeaders")
            ? strings(cors, "allowHeaders")
            : List.of("Authorization", "Content-Type"),
        stringsIfAny(cors, "allowMethods"),
        stringsIfAny(cors, "exposeHeaders"),
        Duration.ofSeconds(cors.getInteger("maxAgeSeconds", 600)));
  }

  private static SignOut toSignOut(JsonObject row) {
    return new SignOut(
        row.getString("project_id"),
        row.getString("issuer"),
        row.getString("subject"),
        OffsetDateTime.parse(row.getString("issued_until")).toInstant());
  }

  private static TokenRevocation toTokenRevocation(JsonObject row) {
    return new TokenRevocation(
        row.getString("project_id"),
        row.getString("sha256"),
        row.getString("issuer"),
        row.getString("jti"));
  }

  private static List<String> strings(JsonObject row, String column) {
    JsonArray array = row.getJsonArray(column);
    return array.stream().map(String.class::cast).toList();
  }

  private static List<String> stringsIfAny(JsonObject row, String column) {
    return row.getJsonArray(column) == null ? List.of() : strings(row, column);
  }

  private static @Nullable Instant instant(JsonObject row, String column) {
    String text = row.getString(column);
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
