package io.portcullis.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the policy says about one request, and the revision that said it. */
public sealed interface Decision {
  PolicyRevision revision();

  /**
   * The request may go to {@code backend}.
   *
   * @param backend {@link Backend#NONE} where the route redirects
   * @param token who is calling, or null for an anonymous caller
   * @param client the client the token is for; null exactly when {@code token} is
   */
  record Allow(
      PolicyRevision revision,
      Route route,
      Backend backend,
      @Nullable VerifiedToken token,
      @Nullable Client client)
      implements Decision {

    /** How long the backend may take: as the route says, else as the backend does. */
    public Timeouts timeouts() {
      Timeouts own = backend.timeouts();
      Destination by = route.destination();
      return new Timeouts(
          own.connect(),
          by.response() == null ? own.response() : by.response(),
          by.idle() == null ? own.idle() : by.idle(),
          by.total() == null ? own.total() : by.total());
    }

    /** The same, by another backend of the route's. */
    public Allow at(Backend other) {
      return new Allow(revision, route, other, token, client);
    }

    /** Whether the route still leads to this backend, for some callers at least. */
    public boolean leadsTo(Backend other) {
      return backend.id().equals(other.id()) || route.destination().names(other.id());
    }
  }

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
