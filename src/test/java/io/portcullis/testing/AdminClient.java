package io.portcullis.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Calls the admin API as a script would, and holds every answer against the API document. */
public record AdminClient(URI address, String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ApiDocument DOCUMENT = new ApiDocument();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  /** Creates or replaces; give {@code If-Match} for what exists. */
  public HttpResponse<String> put(String path, JsonObject body, String... headers) {
    return send("PUT", path, body.encode(), headers);
  }

  public HttpResponse<String> patch(String path, JsonObject body, String... headers) {
    return send("PATCH", path, body.encode(), headers);
  }

  public HttpResponse<String> delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  public HttpResponse<String> post(String path, String... headers) {
    return send("POST", path, null, headers);
  }

  public HttpResponse<String> post(String path, JsonObject body, String... headers) {
    return send("POST", path, body.encode(), headers);
  }

  /** Creates, and fails the test when that is refused. */
  public JsonObject create(String path, JsonObject body) {
    HttpResponse<String> answer = put(path, body);
    if (answer.statusCode() != 201) {
      throw new AssertionError("PUT " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** Patches whatever version there is, and fails the test when that is refused. */
  public HttpResponse<String> change(String path, JsonObject patch) {
    HttpResponse<String> answer = patch(path, patch, "If-Match", "*");
    if (answer.statusCode() != 200) {
      throw new AssertionError("PATCH " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  /**
   * Sends any request; without a token when that is empty.
   *
   * @param headers names and values in turn
   */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    boolean hasType = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
      hasType |= headers[i].equalsIgnoreCase("Content-Type");
    }
    if (body != null && !hasType) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), AdminClient::body);
      DOCUMENT.check(method, answer);
      return answer;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /** A stream has no end to wait for: its head is the answer. */
  private static HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo head) {
    boolean isStream =
        head.headers().firstValue("Content-Type").orElse("").equals("text/event-stream");
    return isStream ? new HeadOnly() : BodyHandlers.ofString().apply(head);
  }

  /** Hangs up when the body begins. */
  private static final class HeadOnly implements HttpResponse.BodySubscriber<String> {
    @Override
    public CompletionStage<String> getBody() {
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> part) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
