package io.portcullis.gateway;

import io.portcullis.backend.Try;
import io.portcullis.policy.Backend;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Protection.Retries;
import io.portcullis.policy.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request at its backend: head over, bodies streamed both ways at the speed of the slower side,
 * and when one side breaks off, the other is broken off too.
 */
final class Forwarding implements Live {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  private final Forwarder forwarder;
  private final Delivery delivery;
  private final Admitted admitted;
  private final HttpServerRequest inbound;
  private final HttpClientRequest outbound;
  private final Try on;
  private final boolean wasUsed;
  private @Nullable Flow<Buffer> up;
  private @Nullable Flow<Buffer> down;
  private long headTimer = -1;
  private long received;
  private boolean isOver;

  Forwarding(
      Forwarder forwarder,
      Delivery delivery,
      Admitted admitted,
      HttpClientRequest outbound,
      Try on) {
    this.forwarder = forwarder;
    this.delivery = delivery;
    this.admitted = admitted;
    this.inbound = admitted.exchange().request();
    this.outbound = outbound;
    this.on = on;
    this.wasUsed = forwarder.clients().wasUsed(outbound.connection());
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
    if (BodyFraming.isEmpty(inbound)) {
      if (length != null) {
        outbound.putHeader(HttpHeaders.CONTENT_LENGTH, length);
      }
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
    Flow<Buffer> flow = new Flow<>(inbound, outbound, outbound::write, this::mayFlow);
    up = flow;
    inbound.handler(chunk -> receive(flow, chunk));
    inbound.endHandler(
        end -> {
          if (!isOver) {
            outbound.end();
          }
        });
    outbound.sendHead(); // a stream may wait for an answer before it sends anything
    inbound.resume();
  }

  /** A stream of gRPC lasts as long as it likes; its messages have limits of their own. */
  private void receive(Flow<Buffer> flow, Buffer chunk) {
    received += chunk.length();
    if (forwarder.burden().isTooLong(received) && !GrpcStatus.isGrpc(inbound)) {
      cut(forwarder.burden().tooLong(admitted.allow().route()));
    } else {
      flow.accept(chunk);
    }
  }

  private boolean mayFlow() {
    return forwarder.decider().mayFlow(admitted.allow().route());
  }

  private void startHeadTimer() {
    long millis = patience().toMillis();
    headTimer =
        forwarder
            .vertx()
            .setTimer(
                millis,
                late -> {
                  headTimer = -1;
                  backendFailed(new TimeoutException("no response head in " + millis + " ms"));
                  Abort.abort(outbound);
                });
  }

  private Duration patience() {
    Backend backend = admitted.allow().backend();
    Retries retries = backend.protection().retries();
    Duration perTry = retries == null ? null : retries.perTry();
    Duration response = admitted.allow().timeouts().response();
    return perTry == null || perTry.compareTo(response) > 0 ? response : perTry;
  }

  private void stopHeadTimer() {
    if (headTimer >= 0) {
      forwarder.vertx().cancelTimer(headTimer);
      headTimer = -1;
    }
  }

  private void answer(HttpClientResponse response) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    int status = response.statusCode();
    on.answered(status);
    if (Try.isGatewayError(status) && mayRepeat() && repeats(Retries.On.GATEWAY_ERROR)) {
      Abort.abort(outbound);
      return;
    }
    delivery.answered();
    HttpServerResponse out = inbound.response();
    out.setStatusCode(status);
    FieldRules.copyResponse(response.headers(), out.headers());
    FieldRules.change(out.headers(), admitted.allow().route().changes().response());
    delivery.tellTarget(out.headers(), on);
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
      Abort.abort(outbound);
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
      Abort.abort(outbound);
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
    boolean isTimeout = failure instanceof TimeoutException;
    if (!isTimeout && wasUsed && mayRepeat() && delivery.repeatsFresh()) {
      letGo();
      return;
    }
    on.failed(failure);
    if (!mayRepeat() || !repeats(isTimeout ? Retries.On.TIMEOUT : Retries.On.RESET)) {
      letGo();
      delivery.fail(BackendFaults.whileWaiting(failure), failure.toString());
    }
  }

  /** RFC 9110, section 9.2.2; and of a body nothing is kept that could be sent again. */
  private boolean mayRepeat() {
    return up == null && IDEMPOTENT.contains(inbound.method());
  }

  private boolean repeats(Retries.On what) {
    boolean repeats = delivery.repeats(what);
    if (repeats) {
      letGo();
    }
    return repeats;
  }

  /** Ends it because it took too long in all. */
  void expire(Throwable late) {
    stopHeadTimer();
    if (isOver) {
      return;
    }
    if (inbound.response().headWritten()) {
      breakOff();
    } else {
      letGo();
      delivery.fail(Reason.BACKEND_TIMEOUT, String.valueOf(late.getMessage()));
    }
    Abort.abort(outbound);
  }

  private void over() {
    letGo();
    delivery.over();
  }

  /** What comes of the request is no more of this exchange's business. */
  private void letGo() {
    isOver = true;
    forwarder.live().remove(this);
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
    return forwarder.decider().judge(admitted.exchange().target(), admitted.check());
  }

  @Override
  public void cut(Decision.Deny why) {
    if (isOver) {
      return;
    }
    stopHeadTimer();
    over();
    Abort.abort(outbound);
    forwarder.rejector().reject(admitted.exchange(), why);
  }

  /** It is given time to end. */
  @Override
  public void leave() {}

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
