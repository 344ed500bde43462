package io.portcullis.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth client whose tokens a project accepts.
 *
 * @param id the OAuth client ID, which is the {@code aud} of its tokens
 * @param issuer the {@link Issuer#id()} that must have signed them
 * @param expiresAt from when on it is refused, or null for never
 */
public record Client(
    String project, String id, String issuer, String name, State state, @Nullable Instant expiresAt)
    implements PolicyItem {

  Client with(State changed) {
    return new Client(project, id, issuer, name, changed, expiresAt);
  }

  Client expiring(@Nullable Instant at) {
    return new Client(project, id, issuer, name, state, at);
  }

  /** Whether its tokens are accepted. */
  public enum State {
    ENABLED,
    /** Off, can be switched on again. */
    DISABLED,
    /** Off for good; only an explicit restore brings it back. */
    REVOKED
  }
}
