package io.portcullis.audit;

import io.portcullis.policy.Issuer;
import io.portcullis.policy.Member;
import io.portcullis.policy.Members;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenClaims;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user whose token was verified, as they are kept: who they are to the policy, and nothing else
 * of the token.
 */
final class SeenUser {
  /** PostgreSQL indexes no more than 2,700 bytes. */
  private static final int LONGEST = 600;

  private final Key key;
  private final JsonObject marks;
  private final Instant firstSeen;
  private Instant lastSeen;
  private long admitted;
  private long rejected;

  /**
   * Who it is.
   *
   * @param issuer its ID in the project
   * @param client whom the token is for
   */
  record Key(String project, String issuer, String subject, String client) {}

  private SeenUser(Key key, JsonObject marks, Instant at) {
    this.key = key;
    this.marks = marks;
    this.firstSeen = at;
    this.lastSeen = at;
  }

  /**
   * A user who was not seen before; null when their name is longer than can be kept.
   *
   * @param project says whether the address is to be hashed
   */
  static @Nullable SeenUser of(
      Key key, Project project, Issuer issuer, TokenClaims claims, Instant at) {
    String emailKey = project.emailKey();
    String email = kept(emailKey, bounded(claims.email()));
    String subject = HashedEmail.hide(key.subject, claims.email(), email);
    if (subject.length() + key.client.length() > LONGEST) {
      return null;
    }
    JsonObject marks =
        new JsonObject()
            .put("project_id", key.project)
            .put("issuer", key.issuer)
            .put("subject", RejectionRows.storable(subject))
            .put("client", RejectionRows.storable(key.client))
            .put("email", email)
            .put("email_verified", claims.emailVerified())
            .put("domain", kept(emailKey, domain(issuer, claims)))
            .put("authorized_party", bounded(claims.authorizedParty()));
    if (claims.firebase() != null) {
      marks
          .put("sign_in_provider", bounded(claims.firebase().signInProvider()))
          .put("tenant", bounded(claims.firebase().tenant()));
    }
    return new SeenUser(key, marks, at);
  }

  /** Nobody has an address or a name of that length; what is no text is not kept. */
  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.length() > LONGEST ? null : RejectionRows.storable(text);
  }

  private static @Nullable String kept(@Nullable String emailKey, @Nullable String text) {
    return emailKey == null || text == null ? text : HashedEmail.of(emailKey, text);
  }

  private static @Nullable String domain(Issuer issuer, TokenClaims claims) {
    return Members.of(issuer, claims).stream()
        .filter(member -> member.kind() == Member.Kind.DOMAIN)
        .map(Member::value)
        .findFirst()
        .orElse(null);
  }

  Key key() {
    return key;
  }

  void add(Instant at, boolean isAdmitted) {
    lastSeen = at.isAfter(lastSeen) ? at : lastSeen;
    admitted += isAdmitted ? 1 : 0;
    rejected += isAdmitted ? 0 : 1;
  }

  /** Takes up what another event loop, or a later second, knows of the same user. */
  SeenUser and(SeenUser later) {
    lastSeen = later.lastSeen.isAfter(lastSeen) ? later.lastSeen : lastSeen;
    admitted += later.admitted;
    rejected += later.rejected;
    return this;
  }

  JsonObject toRow() {
    return marks
        .copy()
        .put("first_seen_at", firstSeen.toString())
        .put("last_seen_at", lastSeen.toString())
        .put("admitted", admitted)
        .put("rejected", rejected);
  }
}
