package io.portcullis.audit;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A rejection as the store takes it. */
final class RejectionRows {
  private RejectionRows() {}

  static JsonObject toRow(long seq, Rejection rejection) {
    return new JsonObject()
        .put("seq", seq)
        .put("at", rejection.time().toString())
        .put("request_id", rejection.requestId())
        .put("revision", rejection.revision().number())
        .put("project_id", rejection.project())
        .put("route", rejection.route())
        .put("reason", rejection.reason().code())
        .put("status", rejection.reason().status())
        .put("method", rejection.method())
        .put("host", storable(rejection.host()))
        .put("path", storable(rejection.path()))
        .put("verified", rejection.verified())
        .put("client", storable(rejection.client()))
        .put("issuer", storable(rejection.issuer()))
        .put("subject", storable(rejection.subject()))
        .put("email", storable(rejection.email()))
        .put("source_address", rejection.sourceAddress())
        .put("user_agent", storable(rejection.userAgent()))
        .put("detail", storable(rejection.detail()));
  }

  /** PostgreSQL's text holds no NUL; a replacement character shows that there was one. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
