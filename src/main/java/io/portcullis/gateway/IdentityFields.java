package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.FirebaseClaims;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.VerifiedToken;
import io.portcullis.token.Credentials;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Tells the backend who is calling, in the fields that backends of Cloud Endpoints (ESPv2),
 * Identity-Aware Proxy and oauth2-proxy read. Set after everything of the caller's was removed.
 */
final class IdentityFields {
  private static final String HTTPS = "https://";

  private IdentityFields() {}

  static void set(MultiMap headers, Decision.Allow allow) {
    VerifiedToken token = allow.token();
    if (token == null) {
      return;
    }
    headers.set("X-Endpoint-API-UserInfo", token.payload());
    String subject = token.claims().subject();
    String namespace = namespace(token.claims());
    if (FieldGrammar.isVisibleAscii(subject)) {
      headers.set("X-Forwarded-User", subject);
      headers.set("X-Goog-Authenticated-User-Id", namespace + ":" + subject);
    }
    if (token.email() != null && token.claims().emailVerified()) {
      headers.set("X-Forwarded-Email", token.email().address());
      headers.set("X-Goog-Authenticated-User-Email", namespace + ":" + token.email().address());
    }
  }

  /**
   * IAP puts the issuer, without its scheme, in front: {@code accounts.google.com:alice@…}, and
   * {@code securetoken.google.com/PROJECT/TENANT:…} for the users of a tenant of Identity Platform.
   */
  private static String namespace(TokenClaims claims) {
    String issuer = claims.issuer();
    String plain = issuer.startsWith(HTTPS) ? issuer.substring(HTTPS.length()) : issuer;
    FirebaseClaims firebase = claims.firebase();
    return firebase == null || firebase.tenant() == null ? plain : plain + "/" + firebase.tenant();
  }

  /**
   * Passes the caller's token on as the route says. A token that came in {@code
   * X-Serverless-Authorization} goes on in it, and {@code Authorization} is the backend's. An
   * opaque token has no signature to take off, and goes on whole or not at all.
   */
  static void forwardToken(MultiMap headers, Decision.Allow allow, Credentials.Token credential) {
    CharSequence name =
        credential.fromServerlessHeader()
            ? "X-Serverless-Authorization"
            : HttpHeaders.AUTHORIZATION;
    headers.remove(name);
    switch (allow.route().forwardToken()) {
      case NONE -> {}
      case VERBATIM -> headers.set(name, "Bearer " + credential.token());
      case SIGNATURE_REMOVED -> {
        if (isSigned(allow)) {
          headers.set(name, "Bearer " + withoutSignature(credential.token()));
        }
      }
    }
  }

  private static boolean isSigned(Decision.Allow allow) {
    return allow.token() != null && allow.token().algorithm() != null;
  }

  /** As Cloud Run does it ("Authenticating service-to-service", Cloud Run documentation). */
  private static String withoutSignature(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1) + "SIGNATURE_REMOVED";
  }
}
