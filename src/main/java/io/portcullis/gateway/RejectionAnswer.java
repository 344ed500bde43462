package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a rejected caller gets to read: the reason, what to do, the request's ID; never audiences,
 * users or claims.
 */
record RejectionAnswer(int status, Map<String, String> headers, Buffer body) {

  /**
   * @param metadataAddress where to learn whom to ask for a token (RFC 9728), or null
   */
  static RejectionAnswer to(
      HttpServerRequest request,
      String requestId,
      Decision.Deny deny,
      @Nullable String metadataAddress) {
    if (GrpcStatus.isGrpc(request)) {
      return grpc(deny.reason());
    }
    int status = deny.reason().status();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    challenge(deny, metadataAddress, headers);
    boolean saysWhen = request.response().headers().contains("Retry-After");
    if (!saysWhen && (status == 503 || status == 429)) {
      headers.put("Retry-After", "1");
    }
    if (deny.reason() == Reason.METHOD_NOT_ALLOWED) {
      headers.put("Allow", String.join(", ", new TreeSet<>(deny.allowedMethods())));
    }
    if (isNavigation(request)) {
      headers.put("Content-Type", "text/html; charset=utf-8");
      headers.put("Content-Security-Policy", RejectionPage.SECURITY_POLICY);
      return new RejectionAnswer(
          status, headers, Buffer.buffer(RejectionPage.of(requestId, deny.reason())));
    }
    headers.put("Content-Type", "application/problem+json");
    return new RejectionAnswer(status, headers, problem(requestId, deny.reason()));
  }

  /** Trailers alone: a head that ends the stream (gRPC over HTTP/2, "Responses"). */
  private static RejectionAnswer grpc(Reason reason) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/grpc");
    headers.put("grpc-status", Integer.toString(GrpcStatus.of(reason)));
    headers.put("grpc-message", GrpcStatus.message(reason));
    return new RejectionAnswer(200, headers, Buffer.buffer());
  }

  /** RFC 6750, section 3: no error code where no token was sent. */
  private static void challenge(
      Decision.Deny deny, @Nullable String metadataAddress, Map<String, String> headers) {
    Reason reason = deny.reason();
    if (reason.status() != 401 && reason.status() != 403) {
      return;
    }
    String realm = deny.route() == null ? "portcullis" : deny.route().project();
    String challenge = "Bearer realm=\"" + realm + "\"";
    if (reason != Reason.TOKEN_MISSING) {
      String error = reason.status() == 401 ? "invalid_token" : "insufficient_scope";
      challenge +=
          ", error=\"%s\", error_description=\"%s\"".formatted(error, plain(reason.title()));
    }
    if (reason == Reason.SCOPE_INSUFFICIENT && deny.route() != null) {
      challenge +=
          ", scope=\"" + String.join(" ", new TreeSet<>(deny.route().requiredScopes())) + "\"";
    }
    if (metadataAddress != null) {
      challenge += ", resource_metadata=\"" + metadataAddress + "\"";
    }
    headers.put("WWW-Authenticate", challenge);
  }

  /** The characters that RFC 6750, section 3, leaves to a description. */
  private static String plain(String text) {
    return text.replace('"', '\'').replace('\\', '/');
  }

  /** A browser showing a page, not a script asking (Fetch Metadata, W3C). */
  private static boolean isNavigation(HttpServerRequest request) {
    String mode = request.getHeader("Sec-Fetch-Mode");
    if (mode != null) {
      return mode.equals("navigate");
    }
    String accept = request.getHeader("Accept");
    return accept != null && accept.startsWith("text/html");
  }

  private static Buffer problem(String requestId, Reason reason) {
    return new JsonObject()
        .put("type", "urn:portcullis:reason:" + reason.code())
        .put("title", reason.title())
        .put("status", reason.status())
        .put("detail", reason.advice())
        .put("reason", reason.code())
        .put("requestId", requestId)
        .toBuffer();
  }
}
