package io.portcullis.token;

import io.portcullis.policy.Project;
import io.portcullis.policy.TokenCheck;
import io.vertx.core.Future;
import java.time.Instant;

/** Tells whether a token's issuer vouches for it. */
public interface TokenVerifier {

  /**
   * Verifies {@code token} by the issuers of {@code project}.
   *
   * <p>Call it on an event loop. The future is complete on return unless the issuer's keys have to
   * be fetched; otherwise it completes on the same event loop. It never fails: what is wrong is in
   * the check.
   */
  Future<TokenCheck> verify(Project project, String token, Instant now);

  /** Whether the verdict on a token is at hand, or bounded elsewhere, so that it costs little. */
  boolean isCheap(Project project, String token, Instant now);
}
