package io.portcullis.history;

import io.portcullis.history.History.Call;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Calls with tokens of every client and user through every gateway, at random. */
final class Caller implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LONGEST_PAUSE_MILLIS = 6;

  private final List<URI> gateways;
  private final Wallet wallet;
  private final History history;
  private final Random random;
  private final Supplier<Boolean> isOver;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Caller(List<URI> gateways, Wallet wallet, History history, long seed, Supplier<Boolean> isOver) {
    this.gateways = gateways;
    this.wallet = wallet;
    this.history = history;
    this.random = new Random(seed);
    this.isOver = isOver;
  }

  @Override
  public void run() {
    while (!isOver.get()) {
      call(random.nextInt(gateways.size()), wallet.any(random));
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS) + 1));
    }
  }

  private void call(int gateway, Wallet.Token token) {
    HttpRequest request =
        HttpRequest.newBuilder(gateways.get(gateway).resolve("/"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token.text())
            .build();
    long start = System.nanoTime();
    int status = 0;
    String requestId = "";
    try {
      HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
      status = answer.statusCode();
      requestId = answer.headers().firstValue("X-Request-Id").orElse("");
    } catch (IOException failure) {
      // the gateway was killed, or did not answer in time
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
    history.add(new Call(gateway, token.rights(), start, System.nanoTime(), status, requestId));
  }
}
