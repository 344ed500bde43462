package io.portcullis.backend;

import io.portcullis.policy.Backend;
import io.portcullis.policy.HealthCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one target whether it serves, again and again, and never twice at once. A target serves
 * until it is found not to.
 */
final class TargetCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TargetCheck.class);

  private final Vertx vertx;
  private final HttpClient client;
  private final Backend backend;
  private final Backend.Target target;
  private final BackendState state;
  private final HealthCheck check;
  private final Address address;
  private boolean serves;
  private int inARow;
  private boolean isOver;

  TargetCheck(
      Vertx vertx, HttpClient client, Backend backend, Backend.Target target, BackendState state) {
    this.vertx = vertx;
    this.client = client;
    this.backend = backend;
    this.target = target;
    this.state = state;
    this.check = Objects.requireNonNull(backend.healthCheck());
    this.serves = !state.target(target.url()).isUnhealthy();
    this.address = Address.of(target.url());
  }

  void stop() {
    isOver = true;
  }

  void run() {
    if (isOver) {
      return;
    }
    ask()
        .timeout(check.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            answer -> found(check.isGood(answer.statusCode()), "answered " + answer.statusCode()),
            failure -> found(false, failure.toString()));
  }

  private Future<HttpClientResponse> ask() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.isTls())
            .setURI(address.basePath() + check.path())
            .setFollowRedirects(false)
            .setConnectTimeout(check.timeout().toMillis())
            .setIdleTimeout(check.timeout().toMillis())
            .putHeader("User-Agent", "portcullis-health-check");
    address.direct(options, backend.tls());
    return client.request(options).compose(this::send);
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    long patience = vertx.setTimer(check.timeout().toMillis(), late -> request.reset());
    Future<HttpClientResponse> answer = request.response();
    request.end();
    return answer
        .onSuccess(response -> response.handler(chunk -> {}))
        .onComplete(done -> vertx.cancelTimer(patience));
  }

  private void found(boolean isGood, String what) {
    if (isOver) {
      return;
    }
    if (isGood == serves) {
      inARow = 0;
    } else {
      inARow++;
    }
    if (inARow >= (serves ? check.unhealthyAfter() : check.healthyAfter())) {
      serves = !serves;
      inARow = 0;
      tell(isGood ? null : what);
    } else if (!isGood) {
      state.target(target.url()).note(what);
    }
    vertx.setTimer(pause(), again -> run());
  }

  private void tell(@Nullable String error) {
    state.checked(target.url(), serves, error);
    if (serves) {
      LOG.info(
          "Target {} of backend {}/{} serves again", target.url(), backend.project(), backend.id());
    } else {
      LOG.warn(
          "Target {} of backend {}/{} is taken out: its health check {}",
          target.url(),
          backend.project(),
          backend.id(),
          error);
    }
  }

  /** A tenth more or less, so that gateways which started together do not ask together. */
  private long pause() {
    long millis = check.interval().toMillis();
    long tenth = millis / 10;
    return Math.max(1, millis - tenth + ThreadLocalRandom.current().nextLong(2 * tenth + 1));
  }
}
