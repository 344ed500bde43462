package io.portcullis.token;

import io.portcullis.policy.Issuer;
import io.portcullis.policy.TokenCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Asks an issuer about a token: RFC 7662, section 2.1. */
record Introspection(GuardedFetch fetch, SecretFiles secrets) {

  /** Call it on an event loop. Fails with a {@link FetchException} when there is no answer. */
  Future<TokenCheck> ask(Issuer issuer, String token) {
    Issuer.Introspection endpoint = Objects.requireNonNull(issuer.introspection());
    Buffer form = Buffer.buffer("token=" + encoded(token) + "&token_type_hint=access_token");
    return secrets
        .ofIntrospection(issuer)
        .compose(secret -> fetch.post(endpoint.uri(), basic(endpoint.clientId(), secret), form))
        .compose(document -> read(issuer, token, document));
  }

  private static Future<TokenCheck> read(Issuer issuer, String token, FetchedDocument document) {
    try {
      return Future.succeededFuture(
          IntrospectionAnswer.read(issuer, token, document.body().getBytes()));
    } catch (FetchException noAnswer) {
      return Future.failedFuture(noAnswer);
    }
  }

  /** {@code client_secret_basic}: RFC 6749, section 2.3.1. */
  private static String basic(String id, String secret) {
    String credentials = encoded(id) + ":" + encoded(secret);
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
