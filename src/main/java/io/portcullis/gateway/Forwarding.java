package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Reason;
import io.portcullis.token.Credentials;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * One request at its backend: head over, bodies streamed both ways at the speed of the slower side,
 * and when one side breaks off, the other is broken off too.
 */
final class Forwarding {
  private final Vertx vertx;
  private final Rejector rejector;
  private final Exchange exchange;
  private final Decision.Allow allow;
  private final HttpServerRequest inbound;
  private long headTimer = -1;
  private boolean isOver;

  Forwarding(Vertx vertx, Rejector rejector, Exchange exchange, Decision.Allow allow) {
    this.vertx = vertx;
    this.rejector = rejector;
    this.exchange = exchange;
    this.allow = allow;
    this.inbound = exchange.request();
  }

  void run(HttpClientRequest outbound, Credentials.Found credential) {
    setHead(outbound, credential);
    inbound.response().exceptionHandler(gone -> callerLeft(outbound));
    inbound.exceptionHandler(gone -> callerLeft(outbound));
    outbound.exceptionHandler(failure -> backendFailed(outbound, failure));
    outbound
        .response()
        .onSuccess(response -> answer(outbound, response))
        .onFailure(failure -> backendFailed(outbound, failure));
    startHeadTimer(outbound, allow.backend().responseTimeout());
    sendBody(outbound);
  }

  private void setHead(HttpClientRequest outbound, Credentials.Found credential) {
    FieldRules.copyRequest(inbound.headers(), outbound.headers());
    outbound.putHeader("X-Request-Id", exchange.requestId());
    exchange.caller().set(outbound.headers());
    if (credential instanceof Credentials.Token token) {
      IdentityFields.forwardToken(outbound.headers(), allow.route(), token);
    }
    IdentityFields.set(outbound.headers(), allow);
  }

  private void sendBody(HttpClientRequest outbound) {
    String length = inbound.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean isChunked = inbound.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (length == null && !isChunked) {
      inbound.resume();
      outbound.end();
      return;
    }
    if (isChunked) {
      outbound.setChunked(true);
    } else {
      outbound.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    if ("100-continue".equalsIgnoreCase(inbound.getHeader(HttpHeaders.EXPECT))) {
      inbound.response().writeContinue();
    }
    inbound.pipe().endOnFailure(false).to(outbound).onFailure(failure -> callerLeft(outbound));
  }

  private void startHeadTimer(HttpClientRequest outbound, Duration timeout) {
    headTimer =
        vertx.setTimer(
            timeout.toMillis(),
            late -> {
              headTimer = -1;
              backendFailed(outbound, new TimeoutException("no response head in " + timeout));
              outbound.reset();
            });
  }

  private void stopHeadTimer() {
    if (headTimer >= 0) {
      vertx.cancelTimer(headTimer);
      headTimer = -1;
    }
  }

  private void answer(HttpClientRequest outbound, HttpClientResponse response) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    HttpServerResponse out = inbound.response();
    out.setStatusCode(response.statusCode());
    FieldRules.copyResponse(response.headers(), out.headers());
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasNoBody = hasNoBody(response.statusCode());
    if (length != null && !hasNoContentLength(response.statusCode())) {
      out.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else if (!hasNoBody) {
      out.setChunked(true);
    }
    if (hasNoBody) {
      response.resume();
      out.end().onComplete(done -> finish());
      return;
    }
    response
        .pipe()
        .endOnFailure(false)
        .to(out)
        .onSuccess(done -> finish())
        .onFailure(failure -> breakOff(outbound));
  }

  /** RFC 9110, sections 6.4.1 and 8.6. */
  private boolean hasNoBody(int status) {
    return inbound.method().equals(HttpMethod.HEAD) || hasNoContentLength(status) || status == 304;
  }

  private static boolean hasNoContentLength(int status) {
    return status < 200 || status == 204;
  }

  /** A response that came before the whole request leaves bytes that nobody will read. */
  private void finish() {
    isOver = true;
    if (!inbound.isEnded()) {
      inbound.connection().close();
    }
  }

  private void breakOff(HttpClientRequest outbound) {
    if (!isOver) {
      isOver = true;
      outbound.reset();
      inbound.connection().close(); // never ended as if complete
    }
  }

  private void callerLeft(HttpClientRequest outbound) {
    stopHeadTimer();
    if (!isOver) {
      isOver = true;
      outbound.reset();
    }
  }

  private void backendFailed(HttpClientRequest outbound, Throwable failure) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    if (inbound.response().headWritten()) {
      breakOff(outbound);
      return;
    }
    isOver = true;
    Reason reason = BackendFaults.whileWaiting(failure);
    rejector.fail(exchange, allow, reason, failure.toString());
  }
}
