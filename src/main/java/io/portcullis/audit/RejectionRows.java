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
        .put("request_id", storable(rejection.requestId()))
        .put("revision", rejection.revision().number())
        .put("project_id", rejection.project())
        .put("route", rejection.route())
        .put("reason", rejection.reason().code())
        .put("status", rejection.reason().status())
        .put("method", storable(rejection.method()))
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

  /**
   * PostgreSQL's text holds no NUL, and JSON no half of a surrogate pair; a replacement character
   * shows that there was one.
   */
  static @Nullable String storable(@Nullable String text) {
    if (text == null || text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      return text;
    }
    return text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? '\uFFFD'
                    : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
