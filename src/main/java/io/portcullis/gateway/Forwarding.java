package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request at its backend: head over, bodies streamed both ways at the speed of the slower side,
 * and when one side breaks off, the other is broken off too.
 */
final class Forwarding implements Live {
  private final Vertx vertx;
  private final Rejector rejector;
  private final Decider decider;
  private final LiveExchanges live;
  private final Admitted admitted;
  private final HttpServerRequest inbound;
  private final HttpClientRequest outbound;
  private @Nullable Flow<Buffer> up;
  private @Nullable Flow<Buffer> down;
  private long headTimer = -1;
  private boolean isOver;

  Forwarding(
      Vertx vertx,
      Rejector rejector,
      Decider decider,
      LiveExchanges live,
      Admitted admitted,
      HttpClientRequest outbound) {
    this.vertx = vertx;
    this.rejector = rejector;
    this.decider = decider;
    this.live = live;
    this.admitted = admitted;
    this.inbound = admitted.exchange().request();
    this.outbound = outbound;
  }

  /** Call it with the head of the request set. */
  void run() {
    if (GrpcStatus.isGrpc(inbound) && outbound.version() == HttpVersion.HTTP_2) {
      outbound.putHeader("TE", "trailers"); // gRPC servers insist on it
    }
    inbound.response().exceptionHandler(gone -> callerLeft());
    inbound.exceptionHandler(gone -> callerLeft());
    outbound.exceptionHandler(this::backendFailed);
    outbound.response().onSuccess(this::answer).onFailure(this::backendFailed);
    startHeadTimer();
    sendBody();
  }

  private void sendBody() {
    String length = inbound.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null && !BodyFraming.isOpenEnded(inbound)) {
      inbound.resume();
      outbound.end();
      return;
    }
    if (length == null) {
      outbound.setChunked(true);
    } else {
      outbound.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    if ("100-continue".equalsIgnoreCase(inbound.getHeader(HttpHeaders.EXPECT))) {
      inbound.response().writeContinue();
    }
    up = new Flow<>(inbound, outbound, outbound::write, this::mayFlow);
    inbound.handler(up::accept);
    inbound.endHandler(
        end -> {
          if (!isOver) {
            outbound.end();
          }
        });
    outbound.sendHead(); // a stream may wait for an answer before it sends anything
    inbound.resume();
  }

  private boolean mayFlow() {
    return decider.mayFlow(admitted.allow().route());
  }

  private void startHeadTimer() {
    long millis = admitted.allow().backend().responseTimeout().toMillis();
    headTimer =
        vertx.setTimer(
            millis,
            late -> {
              headTimer = -1;
              backendFailed(new TimeoutException("no response head in " + millis + " ms"));
              outbound.reset();
            });
  }

  private void stopHeadTimer() {
    if (headTimer >= 0) {
      vertx.cancelTimer(headTimer);
      headTimer = -1;
    }
  }

  private void answer(HttpClientResponse response) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    HttpServerResponse out = inbound.response();
    int status = response.statusCode();
    out.setStatusCode(status);
    FieldRules.copyResponse(response.headers(), out.headers());
    CorsFields.set(out.headers(), admitted.allow().route(), inbound);
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && !BodyFraming.hasNoContentLength(status)) {
      out.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    }
    response.exceptionHandler(failure -> breakOff());
    if (inbound.method().equals(HttpMethod.HEAD) || BodyFraming.hasNoBody(status)) {
      response.endHandler(end -> out.end().onComplete(done -> finish()));
      return;
    }
    if (length == null) {
      out.setChunked(true);
    }
    down = new Flow<>(response, out, out::write, this::mayFlow);
    response.handler(down::accept);
    response.endHandler(end -> endAnswer(response, out));
    if (length == null) {
      out.writeHead(); // the first event of a stream may be long in coming
    }
  }

  private void endAnswer(HttpClientResponse response, HttpServerResponse out) {
    if (isOver) {
      return;
    }
    FieldRules.copyTrailers(response.trailers(), out.trailers());
    out.end().onComplete(done -> finish());
  }

  /** A response that came before the whole request leaves bytes that nobody will read. */
  private void finish() {
    if (isOver) {
      return;
    }
    over();
    if (!inbound.isEnded()) {
      outbound.reset();
      Abort.abort(inbound);
    }
  }

  /**
   * The backend's side is gone. Resetting it too would find its connection broken, which tells
   * every other exchange on it, which would reset theirs, all in one deep call.
   */
  private void breakOff() {
    if (!isOver) {
      over();
      Abort.abort(inbound); // never ended as if complete
    }
  }

  private void callerLeft() {
    stopHeadTimer();
    if (!isOver) {
      over();
      outbound.reset();
    }
  }

  private void backendFailed(Throwable failure) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    if (inbound.response().headWritten()) {
      breakOff();
      return;
    }
    over();
    Reason reason = BackendFaults.whileWaiting(failure);
    rejector.fail(admitted.exchange(), admitted.allow(), reason, failure.toString());
  }

  private void over() {
    isOver = true;
    live.remove(this);
    if (up != null) {
      up.halt();
    }
    if (down != null) {
      down.halt();
    }
  }

  @Override
  public Decision.Allow allow() {
    return admitted.allow();
  }

  @Override
  public Decision decideAgain() {
    return decider.judge(admitted.exchange().target(), admitted.check());
  }

  @Override
  public void cut(Decision.Deny why) {
    if (isOver) {
      return;
    }
    stopHeadTimer();
    over();
    outbound.reset();
    rejector.reject(admitted.exchange(), why);
  }

  @Override
  public void release() {
    if (up != null) {
      up.release();
    }
    if (down != null) {
      down.release();
    }
  }
}
