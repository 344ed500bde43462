package io.portcullis.gateway;

import io.portcullis.audit.HashedEmail;
import io.portcullis.audit.Rejection;
import io.portcullis.audit.RejectionLog;
import io.portcullis.audit.TrafficTally;
import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.Route;
import io.portcullis.policy.TokenClaims;
import io.portcullis.sync.CurrentPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a denied request away: records it, answers, and gets rid of its body. */
final class Rejector {
  private static final int MAX_TEXT = 2048;
  private static final long MAX_DRAINED = 64 * 1024;
  private static final long DRAIN_MILLIS = 1000;

  private final Vertx vertx;
  private final RejectionLog log;
  private final CurrentPolicy policy;
  private final TrafficTally traffic;

  Rejector(Vertx vertx, RejectionLog log, CurrentPolicy policy, TrafficTally traffic) {
    this.vertx = vertx;
    this.log = log;
    this.policy = policy;
    this.traffic = traffic;
  }

  /** Rejects what cannot even be routed. */
  void refuse(HttpServerRequest request, String requestId, RequestHead.Unsound head) {
    Decision.Deny deny = deny(head.reason(), head.detail());
    String host = String.valueOf(HostName.fieldOf(request));
    record(deny, requestId, request, new Place(host, path(request.uri()), peer(request)));
    answer(request, requestId, deny, null);
    if (request.version() != HttpVersion.HTTP_2) {
      close(request); // nobody knows where the next request begins
    }
  }

  private static Decision.Deny deny(Reason reason, String detail) {
    return new Decision.Deny(PolicyRevision.NONE, reason, detail, null, null, false, Set.of());
  }

  /** Rejects a request that the policy does not let pass. */
  void reject(Exchange exchange, Decision.Deny deny) {
    HttpServerRequest request = exchange.request();
    record(exchange, deny);
    if (request.response().headWritten()) {
      breakOff(request, deny);
      return;
    }
    answer(request, exchange.requestId(), deny, ResourceMetadata.addressFor(exchange));
    drain(request);
  }

  /** A gRPC stream can still say why; any other answer must not look complete. */
  private static void breakOff(HttpServerRequest request, Decision.Deny deny) {
    if (!GrpcStatus.isGrpc(request)) {
      Abort.abort(request);
      return;
    }
    request
        .response()
        .putTrailer("grpc-status", Integer.toString(GrpcStatus.of(deny.reason())))
        .putTrailer("grpc-message", GrpcStatus.message(deny.reason()))
        .end();
  }

  /** Records what ends an exchange that has an answer of its own for that. */
  void record(Exchange exchange, Decision.Deny deny) {
    Place place =
        new Place(exchange.target().host(), exchange.target().path(), exchange.caller().address());
    record(deny, exchange.requestId(), exchange.request(), place);
  }

  /** Rejects an admitted request whose backend fails. */
  void fail(Exchange exchange, Decision.Allow allow, Reason reason, String detail) {
    TokenClaims claims = allow.token() == null ? null : allow.token().claims();
    reject(
        exchange,
        new Decision.Deny(
            allow.revision(), reason, detail, allow.route(), claims, claims != null, Set.of()));
  }

  private record Place(String host, String path, String sourceAddress) {}

  private void record(
      Decision.Deny deny, String requestId, HttpServerRequest request, Place place) {
    TokenClaims claims = deny.claims();
    String email =
        claims == null || claims.email() == null ? null : email(deny.route(), claims.email());
    List<String> audiences = claims == null ? List.of() : claims.audiences();
    Instant now = Instant.now();
    if (deny.route() != null) {
      traffic.rejected(now, deny, policy.snapshot().findProject(deny.route().project()));
    }
    log.record(
        new Rejection(
            now,
            requestId,
            deny.revision(),
            deny.reason(),
            shorten(hide(claims, email, deny.detail())),
            deny.route() == null ? null : deny.route().project(),
            deny.route() == null ? null : deny.route().id(),
            shorten(request.method().name()),
            shorten(place.host),
            shorten(place.path),
            deny.verified(),
            audiences.isEmpty() ? null : shorten(audiences.get(0)),
            claims == null ? null : shorten(claims.issuer()),
            claims == null ? null : shorten(hide(claims, email, claims.subject())),
            email,
            place.sourceAddress,
            request.getHeader("User-Agent") == null
                ? null
                : shorten(request.getHeader("User-Agent"))));
  }

  /** As the project wants it; of no project, it is nobody's to keep in the clear. */
  private @Nullable String email(@Nullable Route route, String email) {
    Project project = route == null ? null : policy.snapshot().findProject(route.project());
    if (project == null) {
      return null;
    }
    String key = project.emailKey();
    return key == null ? shorten(email) : HashedEmail.of(key, email);
  }

  /** Details name users. */
  private static String hide(@Nullable TokenClaims claims, @Nullable String kept, String text) {
    return HashedEmail.hide(text, claims == null ? null : claims.email(), kept);
  }

  private static void answer(
      HttpServerRequest request,
      String requestId,
      Decision.Deny deny,
      @Nullable String metadataAddress) {
    HttpServerResponse response = request.response();
    RejectionAnswer answer = RejectionAnswer.to(request, requestId, deny, metadataAddress);
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    CorsFields.set(response.headers(), deny.route(), request);
    if (request.method().equals(HttpMethod.HEAD) || answer.body().length() == 0) {
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  /**
   * A small rest of a body is read, so that the connection can be used again; a large one is not.
   */
  private void drain(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long[] left = {MAX_DRAINED};
    long timer = vertx.setTimer(DRAIN_MILLIS, late -> close(request));
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.handler(
        chunk -> {
          left[0] -= chunk.length();
          if (left[0] < 0) {
            vertx.cancelTimer(timer);
            close(request);
          }
        });
    request.resume();
  }

  private static void close(HttpServerRequest request) {
    Abort.abort(request);
  }

  private static String peer(HttpServerRequest request) {
    return String.valueOf(request.remoteAddress().hostAddress());
  }

  /** A query may hold secrets and is not kept. */
  private static String path(@Nullable String uri) {
    String text = uri == null ? "" : uri;
    int question = text.indexOf('?');
    return question < 0 ? text : text.substring(0, question);
  }

  private static String shorten(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
