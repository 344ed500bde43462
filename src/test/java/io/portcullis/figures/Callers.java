package io.portcullis.figures;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends requests at a steady rate, whatever becomes of them, and times each from the moment at
 * which it was due. Has an event loop of its own.
 */
final class Callers implements AutoCloseable {
  private static final long TICK_MILLIS = 10;
  private static final int CONNECTIONS = 100;

  private final Vertx vertx = Vertx.vertx();
  private final URI gateway;
  private final HttpClient client;

  Callers(URI gateway) {
    this.gateway = gateway;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
  }

  /** What came of one run; complete when every request has been answered. */
  static final class Outcome {
    private final Times times = new Times();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final long beganAt = System.nanoTime();
    private long endedAt;

    Times times() {
      return times;
    }

    long rejected() {
      return statuses.entrySet().stream()
          .filter(status -> status.getKey() >= 400)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    double seconds() {
      return (endedAt - beganAt) / 1e9;
    }

    @Override
    public String toString() {
      return "statuses " + statuses + ", " + times;
    }
  }

  /**
   * Begins a run.
   *
   * @param token sent along; none when empty
   */
  Future<Outcome> send(int total, int perSecond, String path, String token) {
    Outcome outcome = new Outcome();
    Promise<Outcome> done = Promise.promise();
    long[] sent = {0};
    long[] answered = {0};
    vertx.runOnContext(
        start ->
            vertx.setPeriodic(
                TICK_MILLIS,
                tick -> {
                  double elapsed = (System.nanoTime() - outcome.beganAt) / 1e9;
                  long due = Math.min(total, (long) (elapsed * perSecond));
                  for (; sent[0] < due; sent[0]++) {
                    long dueAt = outcome.beganAt + (long) (sent[0] * 1e9 / perSecond);
                    send(path, token)
                        .onComplete(
                            status -> {
                              outcome.times.add(System.nanoTime() - dueAt);
                              outcome.statuses.merge(
                                  status.succeeded() ? status.result() : 0, 1L, Long::sum);
                              if (++answered[0] == total) {
                                outcome.endedAt = System.nanoTime();
                                done.complete(outcome);
                              }
                            });
                  }
                  if (sent[0] == total) {
                    vertx.cancelTimer(tick);
                  }
                }));
    return done.future();
  }

  private Future<Integer> send(String path, String token) {
    return client
        .request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), path)
        .compose(request -> send(request, token));
  }

  private static Future<Integer> send(HttpClientRequest request, String token) {
    Future<Integer> answered =
        request
            .response()
            .compose(
                (HttpClientResponse response) ->
                    response.body().map(body -> response.statusCode()));
    if (!token.isEmpty()) {
      request.putHeader("Authorization", "Bearer " + token);
    }
    request.end();
    return answered;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
