package io.portcullis.token;

import io.portcullis.policy.Project;
import io.portcullis.policy.TokenCheck;
import io.vertx.core.Future;
import java.time.Instant;

/** Has a JWT verified by its signature, and a token that is none by asking its issuer. */
public final class VerifierByForm implements TokenVerifier {
  private final TokenVerifier signed;
  private final TokenVerifier opaque;

  /**
   * @param signed for JWTs, and for whatever a project without an introspection endpoint is sent
   * @param opaque for everything else
   */
  public VerifierByForm(TokenVerifier signed, TokenVerifier opaque) {
    this.signed = signed;
    this.opaque = opaque;
  }

  @Override
  public Future<TokenCheck> verify(Project project, String token, Instant now) {
    return verifier(project, token).verify(project, token, now);
  }

  @Override
  public boolean isCheap(Project project, String token, Instant now) {
    return verifier(project, token).isCheap(project, token, now);
  }

  private TokenVerifier verifier(Project project, String token) {
    return project.findIntrospection() != null && OpaqueToken.is(token) ? opaque : signed;
  }
}
