package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawBackend;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RawHttp2;
import io.portcullis.testing.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No backend ever gets a byte of an identity that its caller made up. */
@ExtendWith(PostgresExtension.class)
class HeaderSpoofingTest {
  private static final Path CORPUS = Path.of("src/test/resources/spoofing/fields.txt");
  private static final String ALICE = "alice@example.com";
  private static final List<String> ROUTES = List.of("/required", "/optional", "/public");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static RawBackend backend;
  private static String token;

  /**
   * The fields of one request.
   *
   * @param isRefused whether HTTP/1.1 does not allow them
   * @param text as they are sent in HTTP/1.1, with LF for CRLF
   */
  record Forgery(boolean isRefused, String text) {
    List<RawHttp2.Field> fields(boolean isLowerCase) {
      return text.lines()
          .map(line -> line.split(":", 2))
          .map(
              parts ->
                  new RawHttp2.Field(
                      isLowerCase ? parts[0].toLowerCase(Locale.ROOT) : parts[0],
                      parts.length == 1 ? "forged" : parts[1].strip()))
          .toList();
    }
  }

  static Stream<Forgery> corpus() throws IOException {
    String text =
        Files.readAllLines(CORPUS, StandardCharsets.UTF_8).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    return Stream.of(text.split("\n{2,}", -1))
        .filter(block -> !block.isBlank())
        .map(block -> block.replaceFirst("^\n+", ""))
        .map(
            block ->
                block.startsWith("400: ")
                    ? new Forgery(true, unescaped(block.substring(5)))
                    : new Forgery(false, unescaped(block)));
  }

  private static String unescaped(String block) {
    return block.replace("\\0", "\0").replace("\\r", "\r");
  }

  @BeforeAll
  static void start(DatabaseUrl database) throws IOException {
    provider = OpenIdProvider.start();
    backend = RawBackend.start();
    portcullis = Portcullis.start(database);
    token = provider.token("web", ALICE);
    Sample sample =
        new Sample(portcullis.admin())
            .project("shop")
            .issuer("accounts", provider.asItem())
            .client("web", "accounts")
            .backend("orders", backend.asItem())
            .grant("alice", "user:" + ALICE)
            .grant("everybody", "allUsers");
    for (String route : ROUTES) {
      sample.route(route.substring(1), "*", route, "orders", route.substring(1));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    portcullis.close();
    backend.close();
    provider.close();
  }

  private static boolean isIdentified(String route) {
    return route.equals("/required");
  }

  /** The route's path with a query of its own: a request that is late is not taken for another. */
  private static String numbered(String route) {
    return route + "?n=" + NUMBER.incrementAndGet();
  }

  private static String authorization(String route) {
    return isIdentified(route) ? "Authorization: Bearer " + token + "\n" : "";
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void inTheHeadOfAnHttp1Request(Forgery forgery) throws IOException {
    for (String route : ROUTES) {
      String path = numbered(route);
      String answer =
          RawHttp.exchange(
              portcullis.gateway(),
              "GET %s HTTP/1.1\nHost: a.example\n%s%s\n\n"
                  .formatted(path, authorization(route), forgery.text()));

      assertThat(RawHttp.status(answer)).as(answer).isEqualTo(forgery.isRefused() ? 400 : 200);
      assertForwarded(path, forgery.isRefused() ? 0 : 1, assertNothingForged());
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void inTheTrailersOfAnHttp1Request(Forgery forgery) throws IOException {
    for (String route : ROUTES) {
      RawHttp.exchange(
          portcullis.gateway(),
          "POST %s HTTP/1.1\nHost: a.example\n%sTransfer-Encoding: chunked\n\n1\nx\n0\n%s\n\n"
              .formatted(numbered(route), authorization(route), forgery.text()));

      assertNothingForged();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void inTheHandshakeOfAWebSocket(Forgery forgery) throws IOException {
    for (String route : ROUTES) {
      String path = numbered(route);
      String answer =
          RawHttp.exchange(
              portcullis.gateway(),
              """
              GET %s HTTP/1.1
              Host: a.example
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
              %s%s

              """
                  .formatted(path, authorization(route), forgery.text()));

      assertThat(answer).startsWith("HTTP/1.1 ");
      assertForwarded(path, forgery.isRefused() ? 0 : 1, assertNothingForged());
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void inTheHeadOrTheTrailersOfAnHttp2Request(Forgery forgery) throws IOException {
    for (String route : ROUTES) {
      List<RawHttp2.Field> own =
          isIdentified(route)
              ? List.of(new RawHttp2.Field("authorization", "Bearer " + token))
              : List.of();
      for (boolean isLowerCase : new boolean[] {true, false}) {
        List<RawHttp2.Field> head = new ArrayList<>(own);
        head.addAll(forgery.fields(isLowerCase));
        RawHttp2.post(portcullis.gateway(), numbered(route), "a.example", head, List.of());
        assertNothingForged();

        List<RawHttp2.Field> trailers = forgery.fields(isLowerCase);
        RawHttp2.post(portcullis.gateway(), numbered(route), "a.example", own, trailers);
        assertNothingForged();
      }
    }
  }

  private static void assertForwarded(String path, int times, List<String> requests) {
    assertThat(requests)
        .filteredOn(request -> request.startsWith("GET " + path + " "))
        .hasSize(times);
  }

  /**
   * Looks at all that came since the last look: a request whose caller was answered before the
   * backend had it is looked at with a later one.
   */
  private static List<String> assertNothingForged() {
    List<String> requests = backend.take();
    for (String request : requests) {
      boolean isIdentified = request.split(" ", 3)[1].startsWith("/required?");
      assertThat(request.toLowerCase(Locale.ROOT)).doesNotContain("forged");
      assertThat(valuesOf(request, "X-Forwarded-User"))
          .isEqualTo(isIdentified ? List.of("sub-of-" + ALICE) : List.of());
      for (String name :
          List.of(
              "X-Portcullis-Assertion",
              "X-Endpoint-API-UserInfo",
              "X-Goog-Authenticated-User-Email",
              "X-Goog-Authenticated-User-Id",
              "X-Forwarded-Email")) {
        assertThat(valuesOf(request, name)).as(name).hasSize(isIdentified ? 1 : 0);
      }
    }
    return requests;
  }

  private static List<String> valuesOf(String request, String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return request
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }
}
