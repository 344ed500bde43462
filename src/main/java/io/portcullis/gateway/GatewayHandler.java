package io.portcullis.gateway;

import io.portcullis.edge.Pace;
import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.RequestTarget;
import io.portcullis.policy.Route;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.portcullis.token.Credentials;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The request path of one event loop. Every request runs top to bottom through it, once. */
final class GatewayHandler implements Handler<HttpServerRequest> {
  private static final TokenCheck ABSENT = new TokenCheck.Absent();
  private static final TokenCheck BARRED =
      new TokenCheck.Failed(
          Reason.RATE_LIMITED, "too many forged tokens from this address in a minute", null);
  private static final Credentials.Found NO_CREDENTIAL = new Credentials.None();

  private final Decider decider;
  private final ReservedPaths reserved;
  private final TokenVerifier verifier;
  private final Forwarder forwarder;
  private final Rejector rejector;
  private final Burden burden;
  private final Leaving leaving;
  private final Limits limits;
  private final Networks trustedProxies;

  /** How often callers may come; for all event loops. */
  record Limits(RateLimits routes, FailedTokens forged) {}

  GatewayHandler(
      Decider decider,
      ReservedPaths reserved,
      TokenVerifier verifier,
      Forwarder forwarder,
      Rejector rejector,
      Burden burden,
      Leaving leaving,
      Limits limits,
      Networks trustedProxies) {
    this.decider = decider;
    this.reserved = reserved;
    this.verifier = verifier;
    this.forwarder = forwarder;
    this.rejector = rejector;
    this.burden = burden;
    this.leaving = leaving;
    this.limits = limits;
    this.trustedProxies = trustedProxies;
  }

  @Override
  public void handle(HttpServerRequest request) {
    long begun = System.nanoTime();
    Pace.headCame(request);
    request.pause(); // the body stays in the socket until the decision stands
    String requestId = RequestIds.of(request.getHeader("X-Request-Id"));
    request.response().putHeader("X-Request-Id", requestId);
    leaving.meet(request);
    RequestHead head = RequestHead.read(request);
    if (head instanceof RequestHead.Sound sound) {
      CallerAddress caller = CallerAddress.of(request, trustedProxies);
      handle(new Exchange(request, requestId, caller, sound.target(), sound.query(), begun));
    } else {
      rejector.refuse(request, requestId, (RequestHead.Unsound) head);
    }
  }

  /** What Netty could not even parse; the connection is closed after the answer. */
  void handleInvalid(HttpServerRequest request) {
    String requestId = RequestIds.of(null);
    request.response().putHeader("X-Request-Id", requestId);
    rejector.refuse(request, requestId, InvalidRequests.toHead(request.decoderResult().cause()));
  }

  private void handle(Exchange exchange) {
    if (reserved.include(exchange.target().path())) {
      reserved.answer(exchange);
      return;
    }
    Decision.Deny tooMuch = burden.refuses(exchange, decider.policy().snapshot());
    if (tooMuch != null) {
      rejector.reject(exchange, tooMuch);
      return;
    }
    if (answersPreflight(exchange)) {
      return;
    }
    Optional<Project> judge = decider.projectForToken(exchange.target());
    Credentials.Found credential = judge.isPresent() ? credential(exchange) : NO_CREDENTIAL;
    Future<TokenCheck> check = check(exchange, judge, credential);
    if (check.isComplete()) {
      carryOut(exchange, credential, check.result());
    } else {
      check.onSuccess(late -> carryOut(exchange, credential, late));
    }
  }

  /** A browser sends no token with its question, and asks for the method of the request to come. */
  private boolean answersPreflight(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    String method = CorsFields.preflighted(request);
    RequestTarget asked = exchange.target();
    PolicySnapshot policy = decider.policy().snapshot();
    Route route =
        method == null
            ? null
            : policy.findRoute(new RequestTarget(asked.host(), asked.path(), method));
    if (method == null || route == null || route.cors() == null) {
      return false;
    }
    if (route.cors().allows(request.getHeader("Origin"))) {
      request.resume();
      CorsFields.setPreflight(request.response().headers(), route.cors(), request, method);
      request.response().setStatusCode(204).end();
    } else {
      rejector.reject(
          exchange,
          new Decision.Deny(
              policy.revision(),
              Reason.ORIGIN_NOT_ALLOWED,
              "preflight",
              route,
              null,
              false,
              Set.of()));
    }
    return true;
  }

  private static Credentials.Found credential(Exchange exchange) {
    MultiMap headers = exchange.request().headers();
    Credentials.Found found =
        Credentials.read(
            headers.getAll("X-Serverless-Authorization"),
            headers.getAll(HttpHeaders.AUTHORIZATION));
    return exchange.request().canUpgradeToWebSocket()
        ? Credentials.readSubProtocols(found, exchange.subProtocols())
        : found;
  }

  private Future<TokenCheck> check(
      Exchange exchange, Optional<Project> judge, Credentials.Found credential) {
    if (credential instanceof Credentials.Refused refused) {
      return Future.succeededFuture(
          new TokenCheck.Failed(refused.reason(), refused.detail(), null));
    }
    if (!(credential instanceof Credentials.Token token)
        || judge.isEmpty()
        || !decider.policy().isFresh()) {
      return Future.succeededFuture(ABSENT);
    }
    Instant now = decider.now();
    return limits.forged().isBarred(exchange.caller().address())
            && !verifier.isCheap(judge.get(), token.token(), now)
        ? Future.succeededFuture(BARRED)
        : verifier.verify(judge.get(), token.token(), now);
  }

  private void carryOut(Exchange exchange, Credentials.Found credential, TokenCheck check) {
    limits.forged().note(exchange.caller().address(), check);
    Decision decision = decider.decide(exchange.target(), check);
    if (decision instanceof Decision.Allow allow) {
      forward(new Admitted(exchange, credential, check, allow, System.nanoTime()));
    } else {
      rejector.reject(exchange, (Decision.Deny) decision);
    }
  }

  private void forward(Admitted admitted) {
    Decision.Deny tooOften = limits.routes().refuses(admitted);
    if (tooOften == null) {
      forwarder.forward(admitted);
    } else {
      rejector.reject(admitted.exchange(), tooOften);
    }
  }
}
