package io.portcullis.gateway;

import io.portcullis.assertion.Assertions;
import io.portcullis.token.Credentials;
import io.vertx.core.MultiMap;

/** The fields that a backend gets: the caller's that may pass, then the gateway's own. */
final class OutboundHead {
  private final Assertions assertions;
  private final boolean showsCertificates;

  /**
   * @param showsCertificates whether callers may have shown certificates
   */
  OutboundHead(Assertions assertions, boolean showsCertificates) {
    this.showsCertificates = showsCertificates;
    this.assertions = assertions;
  }

  void set(MultiMap headers, Admitted admitted) {
    Exchange exchange = admitted.exchange();
    FieldRules.copyRequest(exchange.request().headers(), headers);
    FieldRules.change(headers, admitted.allow().route().changes().request());
    headers.set("X-Request-Id", exchange.requestId());
    exchange.caller().set(headers);
    if (admitted.credential() instanceof Credentials.Token token) {
      IdentityFields.forwardToken(headers, admitted.allow(), token);
    }
    IdentityFields.set(headers, admitted.allow());
    if (showsCertificates) {
      ClientCertificate.set(headers, exchange.request());
    }
    String assertion = assertions.of(admitted.allow());
    if (assertion != null) {
      headers.set("X-Portcullis-Assertion", assertion);
    }
  }
}
