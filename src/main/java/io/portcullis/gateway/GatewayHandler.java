package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.settings.Networks;
import io.portcullis.sync.CurrentPolicy;
import io.portcullis.token.Credentials;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The request path of one event loop. Every request runs top to bottom through it, once. */
final class GatewayHandler implements Handler<HttpServerRequest> {
  private static final TokenCheck ABSENT = new TokenCheck.Absent();
  private static final Credentials.Found NO_CREDENTIAL = new Credentials.None();
  private static final String RESERVED = "/.portcullis/";

  private final CurrentPolicy policy;
  private final TokenVerifier verifier;
  private final Forwarder forwarder;
  private final Rejector rejector;
  private final Networks trustedProxies;
  private final InstantSource clock;

  GatewayHandler(
      CurrentPolicy policy,
      TokenVerifier verifier,
      Forwarder forwarder,
      Rejector rejector,
      Networks trustedProxies) {
    this.policy = policy;
    this.verifier = verifier;
    this.forwarder = forwarder;
    this.rejector = rejector;
    this.trustedProxies = trustedProxies;
    this.clock = InstantSource.system();
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause(); // the body stays in the socket until the decision stands
    String requestId = RequestIds.of(request.getHeader("X-Request-Id"));
    request.response().putHeader("X-Request-Id", requestId);
    RequestHead head = RequestHead.read(request);
    if (head instanceof RequestHead.Sound sound) {
      CallerAddress caller = CallerAddress.of(request, trustedProxies);
      handle(new Exchange(request, requestId, caller, sound.target(), sound.query()));
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
    if (exchange.target().path().startsWith(RESERVED)) {
      reserved(exchange);
      return;
    }
    Credentials.Found credential = NO_CREDENTIAL;
    Optional<Project> judge = policy.snapshot().projectForToken(exchange.target());
    if (judge.isPresent()) {
      credential = credential(exchange.request());
    }
    Credentials.Found found = credential;
    Future<TokenCheck> check = check(judge, found);
    if (check.isComplete()) {
      carryOut(exchange, found, check.result());
    } else {
      check.onSuccess(late -> carryOut(exchange, found, late));
    }
  }

  private static Credentials.Found credential(HttpServerRequest request) {
    return Credentials.read(
        request.headers().getAll("X-Serverless-Authorization"),
        request.headers().getAll(HttpHeaders.AUTHORIZATION));
  }

  private Future<TokenCheck> check(Optional<Project> judge, Credentials.Found credential) {
    if (credential instanceof Credentials.Refused refused) {
      return Future.succeededFuture(
          new TokenCheck.Failed(refused.reason(), refused.detail(), null));
    }
    return credential instanceof Credentials.Token token && judge.isPresent() && policy.isFresh()
        ? verifier.verify(judge.get(), token.token(), clock.instant())
        : Future.succeededFuture(ABSENT);
  }

  private void carryOut(Exchange exchange, Credentials.Found credential, TokenCheck check) {
    Decision decision = decide(exchange, check);
    if (decision instanceof Decision.Allow allow) {
      forwarder.forward(exchange, credential, allow, () -> decide(exchange, check));
    } else {
      rejector.reject(exchange, (Decision.Deny) decision);
    }
  }

  /**
   * Reads lease, policy and clock in the turn of the decision, after the last wait, so that an
   * acknowledged revocation cannot be overtaken.
   */
  private Decision decide(Exchange exchange, TokenCheck check) {
    Instant now = clock.instant();
    return policy.isFresh()
        ? policy.snapshot().decide(exchange.target(), check, now)
        : policy.snapshot().decideStale(exchange.target(), check);
  }

  private void reserved(Exchange exchange) {
    if (exchange.target().path().equals(RESERVED + "livez")) {
      exchange.request().response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end("live\n");
      return;
    }
    PolicyRevision revision = policy.snapshot().revision();
    rejector.reject(
        exchange,
        new Decision.Deny(
            revision, Reason.ROUTE_NOT_FOUND, "reserved path", null, null, false, Set.of()));
  }
}
