package io.portcullis.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything issued to somebody up to a moment is refused: to one user, to every user of one
 * issuer, or to everybody in the project.
 *
 * <p>There is at most one for each of those, and its moment only ever moves on, so that a sign-out
 * is never taken back by a later one. What is issued afterwards is judged like any other token.
 *
 * @param issuer the {@link Issuer#id()} whose tokens it is about, or null for all issuers
 * @param subject the user as that issuer names them, or null for all of its users
 * @param issuedUntil the last moment of issue that is refused. Whoever sets it adds what the
 *     issuer's clock may be ahead, because a token that was issued before may say a later time
 */
public record SignOut(
    String project, @Nullable String issuer, @Nullable String subject, Instant issuedUntil)
    implements PolicyItem {
  private static final String EVERYBODY = "*";

  public SignOut {
    if (issuer == null && subject != null) {
      throw new IllegalArgumentException("a subject means nobody without its issuer");
    }
  }

  @Override
  public String id() {
    return id(issuer, subject);
  }

  /** The ID of the one sign-out that there may be; issuers' IDs have no slash and no star. */
  public static String id(@Nullable String issuer, @Nullable String subject) {
    if (issuer == null) {
      return EVERYBODY;
    }
    return subject == null ? issuer : issuer + "/" + subject;
  }

  /**
   * Whether it refuses a token of those it is about. One that does not say when it was issued may
   * have been issued before, so it is refused.
   */
  boolean refuses(@Nullable Instant issuedAt) {
    return issuedAt == null || !issuedAt.isAfter(issuedUntil);
  }
}
