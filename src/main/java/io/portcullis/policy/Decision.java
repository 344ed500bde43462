package io.portcullis.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the policy says about one request, and the revision that said it. */
public sealed interface Decision {
  PolicyRevision revision();

  /**
   * The request may go to {@code backend}.
   *
   * @param token who is calling, or null for an anonymous caller
   * @param client the client the token is for; null exactly when {@code token} is
   */
  record Allow(
      PolicyRevision revision,
      Route route,
      Backend backend,
      @Nullable VerifiedToken token,
      @Nullable Client client)
      implements Decision {}

  /**
   * The request stops here.
   *
   * @param detail for operators; never reaches the caller
   * @param route the route that matched, or null
   * @param claims what the token claimed, or null
   * @param verified whether a signature vouches for {@code claims}
   * @param allowedMethods for {@link Reason#METHOD_NOT_ALLOWED}, the methods that are answered
   */
  record Deny(
      PolicyRevision revision,
      Reason reason,
      String detail,
      @Nullable Route route,
      @Nullable TokenClaims claims,
      boolean verified,
      Set<String> allowedMethods)
      implements Decision {
    public Deny {
      allowedMethods = Set.copyOf(allowedMethods);
    }
  }
}
