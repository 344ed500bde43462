package io.portcullis.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeoutException;

/** Reads a body that the gateway itself is to understand, which is small and comes soon. */
final class BodyReader {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final int limit;
  private final long millis;
  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> whole = Promise.promise();

  /** The body is longer than it may be. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    TooLargeException(int limit) {
      super("more than " + limit + " bytes");
    }
  }

  BodyReader(Vertx vertx, HttpServerRequest request, int limit, long millis) {
    this.vertx = vertx;
    this.request = request;
    this.limit = limit;
    this.millis = millis;
  }

  /** Fails when it is too long, does not come in time, or breaks off. */
  Future<Buffer> read() {
    long timer =
        vertx.setTimer(
            millis, late -> whole.tryFail(new TimeoutException("no whole body in " + millis)));
    request.handler(
        chunk -> {
          if (whole.future().isComplete()) {
            return;
          }
          if (body.length() + chunk.length() > limit) {
            whole.tryFail(new TooLargeException(limit));
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(whole::tryFail);
    request.resume();
    return whole.future().onComplete(done -> vertx.cancelTimer(timer));
  }
}
