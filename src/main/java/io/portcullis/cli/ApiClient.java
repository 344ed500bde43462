package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the admin API of the server that the environment names. */
final class ApiClient {
  private static final Duration PATIENCE = Duration.ofSeconds(70); // a write waits 60 s at most
  private static final JsonMapper JSON = new JsonMapper();

  private final URI server;
  private final @Nullable String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private ApiClient(URI server, @Nullable String token) {
    this.server = server;
    this.token = token;
  }

  /**
   * @param environment {@code PORTCULLIS_URL} and {@code PORTCULLIS_TOKEN}; the token has no
   *     option, because other users of a machine see command lines
   */
  static ApiClient of(Map<String, String> environment) {
    String url = environment.getOrDefault("PORTCULLIS_URL", "http://127.0.0.1:8081");
    try {
      URI server = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (server.getHost() == null || !String.valueOf(server.getScheme()).startsWith("http")) {
        throw new IllegalArgumentException(url);
      }
      return new ApiClient(server, environment.get("PORTCULLIS_TOKEN"));
    } catch (IllegalArgumentException failure) {
      throw new CallException(
          "PORTCULLIS_URL is not a URL: set it to one such as http://127.0.0.1:8081");
    }
  }

  /**
   * What came back from a call that succeeded.
   *
   * @param status of HTTP, below 300
   */
  record Answer(int status, HttpResponse<String> response) {
    String text() {
      return response.body();
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException failure) {
        throw new CallException(
            "the server answered with something that is not JSON: check PORTCULLIS_URL");
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Whether there is anything, and its ETag; null when there is not. */
  @Nullable String findEtag(String path) {
    HttpResponse<String> response = exchange("GET", path, null);
    return response.statusCode() == 404 ? null : checked(response).header("ETag");
  }

  /**
   * Sends a call.
   *
   * @param headers names and values in turn
   * @throws CallException when it is refused, or never arrives
   */
  Answer send(String method, String path, @Nullable String body, String... headers) {
    return checked(exchange(method, path, body, headers));
  }

  private HttpResponse<String> exchange(
      String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token.strip());
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new CallException(
          "cannot reach %s: start the server, or set PORTCULLIS_URL to where it is"
              .formatted(server));
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new CallException("interrupted");
    }
  }

  private Answer checked(HttpResponse<String> response) {
    if (response.statusCode() == 401) {
      throw new CallException(
          token == null
              ? "set PORTCULLIS_TOKEN to an API token or the set-up token"
              : "PORTCULLIS_TOKEN is not a valid token here: set it to another");
    }
    if (response.statusCode() >= 300) {
      throw new CallException(words(response));
    }
    return new Answer(response.statusCode(), response);
  }

  private static String words(HttpResponse<String> response) {
    JsonNode problem;
    try {
      problem = JSON.readTree(response.body());
    } catch (JsonProcessingException failure) {
      return "the server answered %d: check PORTCULLIS_URL".formatted(response.statusCode());
    }
    List<String> violations = new ArrayList<>();
    for (JsonNode violation : problem.path("violations")) {
      violations.add(
          (violation.path("field").asText() + " " + violation.path("message").asText()).strip());
    }
    return violations.isEmpty()
        ? problem.path("detail").asText(problem.path("title").asText())
        : String.join("; ", violations);
  }

  /** One segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
