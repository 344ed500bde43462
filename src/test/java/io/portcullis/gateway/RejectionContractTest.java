package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Reason;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of caller gets the same rejection in its own words. */
@ExtendWith(PostgresExtension.class)
class RejectionContractTest {
  private static final String ALICE = "alice@example.com";
  private static final String PAGE_ORIGIN = "https://app.example.com";
  private static final String CORS = "cors.example";

  /** Reasons that a single request provokes, and the request. */
  private enum Provoked {
    PATH_AMBIGUOUS("GET", "/a//b", ""),
    MULTIPLE_CREDENTIALS("GET", "/", "a, b"),
    TOKEN_MISSING("GET", "/", ""),
    TOKEN_MALFORMED("GET", "/", "broken"),
    TOKEN_TOO_LARGE("GET", "/", "x".repeat(17_000)),
    ISSUER_UNKNOWN("GET", "/", "other"),
    AUDIENCE_NOT_ALLOWED("GET", "/", "unregistered"),
    AUTHORIZED_PARTY_NOT_ALLOWED("GET", "/", "party"),
    CLIENT_DISABLED("GET", "/", "disabled"),
    TOKEN_EXPIRED("GET", "/", "expired"),
    SIGNATURE_INVALID("GET", "/", "forged"),
    USER_NOT_GRANTED("GET", "/", "eve"),
    EMAIL_UNVERIFIED("GET", "/", "unverified"),
    SCOPE_INSUFFICIENT("GET", "/scoped", "alice"),
    ROUTE_NOT_FOUND("GET", "/.portcullis/nothing", ""),
    METHOD_NOT_ALLOWED("DELETE", "/", "alice"),
    BACKEND_UNAVAILABLE("GET", "/down", "alice");

    private final String method;
    private final String path;
    private final String token;

    Provoked(String method, String path, String token) {
      this.method = method;
      this.path = path;
      this.token = token;
    }

    Reason reason() {
      return Reason.valueOf(name());
    }
  }

  private static OpenIdProvider provider;
  private static OpenIdProvider other;
  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static final Map<Provoked, String> TOKENS = new EnumMap<>(Provoked.class);

  @BeforeAll
  static void start(DatabaseUrl database) {
    provider = OpenIdProvider.start();
    other = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("off", "accounts")
        .backend("orders", backend.asItem())
        .backend(
            "down",
            new JsonObject()
                .put(
                    "targets",
                    new JsonArray().add(new JsonObject().put("url", "http://127.0.0.1:9"))))
        .grant("alice", "user:" + ALICE);
    portcullis
        .admin()
        .change("/api/v1/projects/shop/clients/off", new JsonObject().put("state", "disabled"));
    route("all", "/", "orders", new JsonObject());
    route("down", "/down", "down", new JsonObject());
    route(
        "scoped",
        "/scoped",
        "orders",
        new JsonObject().put("requiredScopes", new JsonArray().add("orders:write").add("a")));
    for (Provoked provoked : Provoked.values()) {
      TOKENS.put(provoked, token(provoked.token));
    }
  }

  private static void route(String id, String prefix, String to, JsonObject more) {
    portcullis
        .admin()
        .create(
            "/api/v1/projects/shop/routes/" + id,
            Sample.route(CORS, prefix, to, "required")
                .put("methods", new JsonArray().add("GET").add("HEAD").add("POST"))
                .put(
                    "cors",
                    new JsonObject()
                        .put("allowOrigins", new JsonArray().add(PAGE_ORIGIN))
                        .put("allowCredentials", true)
                        .put("exposeHeaders", new JsonArray().add("X-Request-Id")))
                .mergeIn(more));
  }

  private static String token(String name) {
    String good = provider.token("web", ALICE);
    return switch (name) {
      case "alice" -> good;
      case "other" -> other.token("web", ALICE);
      case "unregistered" -> provider.token("unregistered", ALICE);
      case "party" -> provider.tokenByParty("web", "stranger", ALICE);
      case "disabled" -> provider.token("off", ALICE);
      case "expired" -> provider.shortToken("web", ALICE, -60);
      case "eve" -> provider.token("web", "eve@example.com");
      case "unverified" -> provider.token("web", ALICE, Map.of("email_verified", false));
      case "forged" -> {
        String second = provider.token("web", "second@example.com");
        yield good.substring(0, good.lastIndexOf('.')) + second.substring(second.lastIndexOf('.'));
      }
      default -> name;
    };
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
    other.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
  }

  private static String send(Provoked provoked, String method, String... fields)
      throws IOException {
    String token = TOKENS.get(provoked);
    StringBuilder request =
        new StringBuilder("%s %s HTTP/1.1\nHost: %s\n".formatted(method, provoked.path, CORS));
    if (!token.isEmpty()) {
      request.append("Authorization: Bearer ").append(token).append('\n');
    }
    for (String field : fields) {
      request.append(field).append('\n');
    }
    return RawHttp.exchange(portcullis.gateway(), request.append('\n').toString());
  }

  private static String field(String answer, String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return answer
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .reduce((one, two) -> one + ", " + two)
        .orElse("");
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static void assertFields(Provoked provoked, String answer) {
    Reason reason = provoked.reason();
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(reason.status());
    assertThat(field(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(field(answer, "X-Request-Id")).isNotEmpty();
    assertThat(field(answer, "Retry-After")).isEqualTo(reason.status() == 503 ? "1" : "");
    String challenge = field(answer, "WWW-Authenticate");
    if (reason.status() != 401 && reason.status() != 403) {
      assertThat(challenge).isEmpty();
      return;
    }
    assertThat(challenge)
        .startsWith("Bearer realm=\"shop\"")
        .endsWith(
            "resource_metadata=\"http://%s/.well-known/oauth-protected-resource%s\""
                .formatted(CORS, provoked.path.equals("/") ? "" : provoked.path));
    if (reason == Reason.TOKEN_MISSING) {
      assertThat(challenge).doesNotContain("error");
    } else {
      assertThat(challenge)
          .contains(
              reason.status() == 401 ? "error=\"invalid_token\"" : "error=\"insufficient_scope\"",
              "error_description=\"");
    }
    assertThat(challenge.contains("scope=\"a orders:write\""))
        .isEqualTo(reason == Reason.SCOPE_INSUFFICIENT);
  }

  @ParameterizedTest
  @EnumSource(Provoked.class)
  void aProgramGetsAProblem(Provoked provoked) throws IOException {
    String answer = send(provoked, provoked.method);

    assertFields(provoked, answer);
    assertThat(field(answer, "Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = new JsonObject(body(answer));
    assertThat(problem.fieldNames())
        .containsExactly("type", "title", "status", "detail", "reason", "requestId");
    assertThat(problem.getString("reason")).isEqualTo(provoked.reason().code());
    assertThat(backend.seen()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Provoked.class)
  void aPersonGetsAPageThatLoadsAndRunsNothing(Provoked provoked) throws Exception {
    String answer = send(provoked, provoked.method, "Sec-Fetch-Mode: navigate");

    assertFields(provoked, answer);
    assertThat(field(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(body(answer)).contains(provoked.reason().code(), "<html lang=\"en\">", "<main>");
    Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(body(answer));
    assertThat(style.find()).isTrue();
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.group(1).getBytes(StandardCharsets.UTF_8)));
    assertThat(field(answer, "Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'sha256-" + hash + "';")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @EnumSource(Provoked.class)
  void grpcGetsItsStatusInTheHead(Provoked provoked) throws IOException {
    String answer = send(provoked, provoked.method, "Content-Type: application/grpc+proto");

    assertThat(RawHttp.status(answer)).isEqualTo(200);
    assertThat(field(answer, "Content-Type")).isEqualTo("application/grpc");
    assertThat(field(answer, "grpc-status"))
        .isEqualTo(
            switch (provoked.reason().status()) {
              case 400 -> "3";
              case 401 -> "16";
              case 403 -> "7";
              case 404, 405 -> "12";
              default -> "14";
            });
    assertThat(field(answer, "grpc-message")).startsWith(provoked.reason().code() + ": ");
    assertThat(body(answer)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Provoked.class, mode = EnumSource.Mode.EXCLUDE, names = "METHOD_NOT_ALLOWED")
  void anAnswerToHeadHasNoBody(Provoked provoked) throws IOException {
    String answer = send(provoked, "HEAD", "Connection: close");

    assertFields(provoked, answer);
    assertThat(body(answer)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Provoked.class, mode = EnumSource.Mode.EXCLUDE, names = "METHOD_NOT_ALLOWED")
  void aWebSocketIsRefusedInItsHandshake(Provoked provoked) throws IOException {
    String answer =
        send(
            provoked,
            "GET",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    assertFields(provoked, answer);
    assertThat(new JsonObject(body(answer)).getString("reason"))
        .isEqualTo(provoked.reason().code());
  }

  @ParameterizedTest
  @EnumSource(
      value = Provoked.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PATH_AMBIGUOUS", "ROUTE_NOT_FOUND"}) // of no route
  void aPageOfAnAllowedOriginMayReadItAndNoOtherMay(Provoked provoked) throws IOException {
    String allowed = send(provoked, provoked.method, "Origin: " + PAGE_ORIGIN);
    assertThat(field(allowed, "Access-Control-Allow-Origin")).isEqualTo(PAGE_ORIGIN);
    assertThat(field(allowed, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(field(allowed, "Access-Control-Expose-Headers")).isEqualTo("X-Request-Id");
    assertThat(field(allowed, "Vary")).isEqualTo("Origin");

    String refused = send(provoked, provoked.method, "Origin: https://evil.example");
    assertThat(refused.toLowerCase(Locale.ROOT)).doesNotContain("access-control-");
    assertThat(field(refused, "Vary")).isEqualTo("Origin");
  }

  private static HttpResponse<String> preflight(String origin, String method) {
    return new AdminClient(portcullis.gateway(), "")
        .send(
            "OPTIONS",
            "/",
            null,
            "Host",
            CORS,
            "Origin",
            origin,
            "Access-Control-Request-Method",
            method);
  }

  @Test
  void aPreflightIsAnsweredWithoutTokenAndBackend() {
    HttpResponse<String> answer = preflight(PAGE_ORIGIN, "POST");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PAGE_ORIGIN);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("Authorization, Content-Type");
    assertThat(answer.headers().firstValue("Access-Control-Max-Age")).hasValue("600");
    assertThat(backend.seen()).isEmpty();

    HttpResponse<String> refused = preflight("https://evil.example", "POST");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(new JsonObject(refused.body()).getString("reason")).isEqualTo("origin_not_allowed");
    assertThat(refused.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(preflight(PAGE_ORIGIN, "DELETE").statusCode()).isEqualTo(405);
  }

  @Test
  void theBackendsOwnCorsFieldsAreReplaced() throws IOException {
    backend.behave(
        request ->
            request
                .response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Methods", "DELETE")
                .putHeader("Vary", "Accept")
                .end("ok"));
    String answer =
        RawHttp.exchange(
            portcullis.gateway(),
            "GET / HTTP/1.1\nHost: %s\nOrigin: %s\nAuthorization: Bearer %s\n\n"
                .formatted(CORS, PAGE_ORIGIN, token("alice")));
    backend.behave(request -> request.response().end("ok"));

    assertThat(RawHttp.status(answer)).isEqualTo(200);
    assertThat(field(answer, "Access-Control-Allow-Origin")).isEqualTo(PAGE_ORIGIN);
    assertThat(field(answer, "Access-Control-Allow-Methods")).isEmpty();
    assertThat(field(answer, "Vary")).isEqualTo("Accept, Origin");
  }

  @Test
  void everyOriginTogetherWithCredentialsIsRefusedWhenWritten() {
    for (String list : List.of("allowOrigins", "allowHeaders", "allowMethods", "exposeHeaders")) {
      JsonObject cors =
          new JsonObject()
              .put("allowOrigins", new JsonArray().add(PAGE_ORIGIN))
              .put("allowCredentials", true)
              .put(list, new JsonArray().add("*"));

      HttpResponse<String> answer =
          portcullis
              .admin()
              .put(
                  "/api/v1/projects/shop/routes/wide",
                  Sample.route("wide.example", "/", "orders", "required").put("cors", cors));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("cors." + list);
    }
  }
}
