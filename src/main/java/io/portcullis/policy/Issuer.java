package io.portcullis.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens a project accepts, and under which rules.
 *
 * @param issuers the exact {@code iss} values that mean this issuer
 * @param jwksUri where its keys are, or null to learn that from {@code discoveryUri}
 * @param algorithms JWS algorithms it signs with; any other is refused before a key is looked at
 * @param clockSkew how far its clock may be from ours
 * @param maxTokenAge how old a token may be by its {@code iat}, or null for any age
 * @param tokenTypes which types of tokens count
 * @param firebase what {@link Kind#FIREBASE} asks for besides, null for every other kind
 * @param introspection whom {@link Kind#INTROSPECTION} asks, null for every other kind
 */
public record Issuer(
    String project,
    String id,
    Kind kind,
    Set<String> issuers,
    @Nullable String jwksUri,
    @Nullable String discoveryUri,
    List<String> algorithms,
    Duration clockSkew,
    @Nullable Duration maxTokenAge,
    AuthorizedParty authorizedParty,
    boolean enabled,
    Set<TokenType> tokenTypes,
    @Nullable Firebase firebase,
    @Nullable Introspection introspection)
    implements PolicyItem {

  public Issuer {
    issuers = Set.copyOf(issuers);
    algorithms = List.copyOf(algorithms);
    tokenTypes = Set.copyOf(tokenTypes);
  }

  /** An issuer of ID tokens, with nothing that is particular to its kind. */
  public Issuer(
      String project,
      String id,
      Kind kind,
      Set<String> issuers,
      @Nullable String jwksUri,
      @Nullable String discoveryUri,
      List<String> algorithms,
      Duration clockSkew,
      @Nullable Duration maxTokenAge,
      AuthorizedParty authorizedParty,
      boolean enabled) {
    this(
        project,
        id,
        kind,
        issuers,
        jwksUri,
        discoveryUri,
        algorithms,
        clockSkew,
        maxTokenAge,
        authorizedParty,
        enabled,
        Set.of(TokenType.ID),
        null,
        null);
  }

  /** Whether {@code algorithm}, null for a token that was introspected, is one it vouches by. */
  boolean vouchesBy(@Nullable String algorithm) {
    return kind == Kind.INTROSPECTION
        ? algorithm == null
        : algorithm != null && algorithms.contains(algorithm);
  }

  Issuer enable() {
    return new Issuer(
        project,
        id,
        kind,
        issuers,
        jwksUri,
        discoveryUri,
        algorithms,
        clockSkew,
        maxTokenAge,
        authorizedParty,
        true,
        tokenTypes,
        firebase,
        introspection);
  }

  /**
   * Whether a signature that was verified under {@code other} is one under this definition too. A
   * request may have waited while an operator moved the issuer to other keys.
   */
  boolean hasKeysOf(Issuer other) {
    return kind == other.kind
        && Objects.equals(jwksUri, other.jwksUri)
        && Objects.equals(discoveryUri, other.discoveryUri)
        && Objects.equals(introspection, other.introspection);
  }

  /**
   * When the session began that a token belongs to, as far as the token says. A Firebase token is
   * renewed every hour without the user, so only {@code auth_time} tells ("Manage User Sessions",
   * Firebase Authentication documentation); elsewhere {@code iat} does.
   */
  @Nullable Instant sessionStart(TokenClaims claims) {
    return kind == Kind.FIREBASE ? claims.authenticatedAt() : claims.issuedAt();
  }

  /** What sort of provider it is; decides defaults and extra checks. */
  public enum Kind {
    GOOGLE,
    FIREBASE,
    OIDC,
    INTROSPECTION
  }

  /**
   * A Firebase project, or an Identity Platform project, which is the same.
   *
   * @param projectId the one audience of its tokens
   * @param tenants whose users are accepted; when empty, those of no tenant
   * @param signInProviders by which users may have signed in
   */
  public record Firebase(String projectId, Set<String> tenants, Set<String> signInProviders) {
    public Firebase {
      tenants = Set.copyOf(tenants);
      signInProviders = Set.copyOf(signInProviders);
    }
  }

  /**
   * An introspection endpoint (RFC 7662).
   *
   * @param clientId as whom the gateway asks
   */
  public record Introspection(String uri, String clientId, AudienceFrom audienceFrom) {}

  /** Which member of its answer is the token's audience. */
  public enum AudienceFrom {
    AUD,
    CLIENT_ID
  }

  /** What to do with an {@code azp} that differs from {@code aud}. */
  public enum AuthorizedParty {
    /** It must be an enabled client of the project too. */
    REGISTERED,
    IGNORE
  }
}
