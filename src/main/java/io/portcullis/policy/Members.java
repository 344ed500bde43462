package io.portcullis.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which members of grants a caller is. */
public final class Members {
  private Members() {}

  /**
   * Every member that the bearer of a verified token is, clients left aside.
   *
   * <p>E-mail and domain count only when the issuer says that the address is verified. Google
   * vouches for a domain by {@code hd}, not by the address: an account outside Workspace may carry
   * any address ("Verify the Google ID token", Sign In With Google documentation).
   */
  public static List<Member> of(Issuer issuer, TokenClaims claims) {
    List<Member> members = new ArrayList<>(6);
    if (claims.emailVerified()) {
      members.addAll(byEmail(issuer, claims));
    }
    members.add(Member.subject(issuer.id(), claims.subject()));
    members.add(Member.ALL_AUTHENTICATED_USERS);
    members.add(Member.ALL_USERS);
    return members;
  }

  /** The members that the token's e-mail address would mean if it were verified. */
  static List<Member> byEmail(Issuer issuer, TokenClaims claims) {
    List<Member> members = new ArrayList<>(3);
    Optional<EmailAddress> email = email(claims);
    email.ifPresent(
        address -> {
          members.add(Member.user(address.address()));
          members.add(Member.serviceAccount(address.address()));
        });
    domain(issuer, claims, email).map(Member::domain).ifPresent(members::add);
    return members;
  }

  private static Optional<String> domain(
      Issuer issuer, TokenClaims claims, Optional<EmailAddress> email) {
    return issuer.kind() == Issuer.Kind.GOOGLE
        ? Optional.ofNullable(claims.hostedDomain()).filter(EmailAddress::isDomain)
        : email.map(EmailAddress::domain);
  }

  /** The token's e-mail address, verified or not, when it is one that grants can speak of. */
  public static Optional<EmailAddress> email(TokenClaims claims) {
    return Optional.ofNullable(claims.email()).flatMap(EmailAddress::parse);
  }
}
