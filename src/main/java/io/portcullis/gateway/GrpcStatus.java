package io.portcullis.gateway;

import io.portcullis.policy.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a reason is to gRPC (gRPC documentation, "HTTP to gRPC Status Code Mapping"). */
final class GrpcStatus {
  private static final int INVALID_ARGUMENT = 3;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcStatus() {}

  static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && (type.equals("application/grpc")
            || type.startsWith("application/grpc+")
            || type.startsWith("application/grpc;"));
  }

  static int of(Reason reason) {
    return switch (reason.status()) {
      case 400, 413, 431 -> INVALID_ARGUMENT;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 405 -> UNIMPLEMENTED;
      case 429 -> RESOURCE_EXHAUSTED;
      case 502, 503, 504 -> UNAVAILABLE;
      default -> INTERNAL;
    };
  }

  /** For people and logs; ASCII without '%', so that nothing in it needs escaping. */
  static String message(Reason reason) {
    return reason.code() + ": " + reason.title();
  }
}
