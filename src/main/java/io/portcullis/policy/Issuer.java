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
    boolean enabled)
    implements PolicyItem {

  public Issuer {
    issuers = Set.copyOf(issuers);
    algorithms = List.copyOf(algorithms);
  }

  /**
   * Whether a signature that was verified under {@code other} is one under this definition too. A
   * request may have waited while an operator moved the issuer to other keys.
   */
  boolean hasKeysOf(Issuer other) {
    return kind == other.kind
        && Objects.equals(jwksUri, other.jwksUri)
        && Objects.equals(discoveryUri, other.discoveryUri);
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

  /** What to do with an {@code azp} that differs from {@code aud}. */
  public enum AuthorizedParty {
    /** It must be an enabled client of the project too. */
    REGISTERED,
    IGNORE
  }
}
