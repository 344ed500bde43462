package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways end at the gateway, on public routes too. */
@ExtendWith(PostgresExtension.class)
class MalformedRequestsTest {
  private static Portcullis portcullis;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    backend = RecordingBackend.start();
    new Sample(portcullis.admin())
        .project("shop")
        .backend("orders", backend.asItem())
        .route("open", "*", "/", "orders", "public");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(
            "two lengths", "POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\nx"),
        Arguments.of(
            "equal lengths twice",
            "POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 1\n\nx"),
        Arguments.of("a list of lengths", "POST / HTTP/1.1\nHost: a\nContent-Length: 1, 1\n\nx"),
        Arguments.of(
            "length and chunks",
            "POST / HTTP/1.1\nHost: a\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n"),
        Arguments.of(
            "an odd coding", "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n"),
        Arguments.of(
            "a disguised coding", "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n"),
        Arguments.of(
            "two codings",
            "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\n"),
        Arguments.of(
            "a coding before a colon with a blank",
            "POST / HTTP/1.1\nHost: a\nTransfer-Encoding : chunked\n\n0\n\n"),
        Arguments.of(
            "chunks in HTTP/1.0", "POST / HTTP/1.0\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n"),
        Arguments.of("a negative length", "POST / HTTP/1.1\nHost: a\nContent-Length: -1\n\n"),
        Arguments.of("a signed length", "POST / HTTP/1.1\nHost: a\nContent-Length: +1\n\nx"),
        Arguments.of("no host", "GET / HTTP/1.1\nX-A: b\n\n"),
        Arguments.of("two hosts", "GET / HTTP/1.1\nHost: a\nHost: b\n\n"),
        Arguments.of("an empty host", "GET / HTTP/1.1\nHost:\n\n"),
        Arguments.of("a host with a path", "GET / HTTP/1.1\nHost: a/b\n\n"),
        Arguments.of("a host with a user", "GET / HTTP/1.1\nHost: u@a\n\n"),
        Arguments.of("a host with a bad port", "GET / HTTP/1.1\nHost: a:8x\n\n"),
        Arguments.of("an absolute target", "GET http://b/ HTTP/1.1\nHost: a\n\n"),
        Arguments.of("a star", "OPTIONS * HTTP/1.1\nHost: a\n\n"),
        Arguments.of("a tunnel", "CONNECT a:80 HTTP/1.1\nHost: a:80\n\n"),
        Arguments.of("a field without a name", "GET / HTTP/1.1\nHost: a\n: b\n\n"),
        Arguments.of("a field name with a blank", "GET / HTTP/1.1\nHost: a\nX A: b\n\n"),
        Arguments.of("a NUL in a value", "GET / HTTP/1.1\nHost: a\nX-A: b\0c\n\n"),
        Arguments.of(
            "a control character in a value", "GET / HTTP/1.1\nHost: a\nX-A: b\u0001c\n\n"),
        Arguments.of("a method that is no token", "GE(T / HTTP/1.1\nHost: a\n\n"),
        Arguments.of("a fragment in the query", "GET /?a#b HTTP/1.1\nHost: a\n\n"),
        Arguments.of("an octet above ASCII in the query", "GET /?\u00e9 HTTP/1.1\nHost: a\n\n"),
        Arguments.of("no HTTP at all", "hello\n\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isRefusedAsMalformedWithoutABackend(String name, String request) throws IOException {
    String answer = RawHttp.exchange(portcullis.gateway(), request);

    assertThat(answer)
        .as(name)
        .matches("(?s)HTTP/1\\.[01] 400 .*")
        .contains("\"request_malformed\"");
    assertThat(backend.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/..",
        "/a/..",
        "/./a",
        "/a/.",
        "/%2e%2e/a",
        "/a/%2E/b",
        "//a",
        "/a//b",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/a;b",
        "/a;jsessionid=1/b",
        "/a%3bb",
        "/a%00b",
        "/a%0ab",
        "/a%7f",
        "/a%",
        "/a%4",
        "/a%zz",
        "/a%u0041",
        "/a\"b",
        "/a<b",
        "/a{b}",
        "/a|b",
        "/a^b",
        "/a`b",
        "/a[b]"
      })
  void aPathThatServersReadInTwoWaysIsRefused(String path) throws IOException {
    String answer =
        RawHttp.exchange(portcullis.gateway(), "GET " + path + " HTTP/1.1\nHost: a\n\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"path_ambiguous\"");
    assertThat(backend.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a|/a",
        "/%61|/a",
        "/a%20b|/a%20b",
        "/%c3%a9|/%C3%A9",
        "/a/|/a/",
        "/a...b|/a...b",
        "/.well-known/x|/.well-known/x",
        "/a%7e|/a~",
        "/a+b|/a+b",
        "/a%2Bb|/a%2Bb"
      })
  void whatIsRoutedIsWhatIsForwarded(String sentAndForwarded) throws IOException {
    String[] paths = sentAndForwarded.split("\\|", 2);
    String answer =
        RawHttp.exchange(
            portcullis.gateway(), "GET " + paths[0] + " HTTP/1.1\nHost: a\nConnection: close\n\n");

    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(backend.last().uri()).isEqualTo(paths[1]);
  }

  /** RFC 9112, section 5.2, lets a server join the lines by a blank. */
  @Test
  void aFoldedFieldIsForwardedInOneLine() throws IOException {
    RawHttp.exchange(
        portcullis.gateway(), "GET / HTTP/1.1\nHost: a\nX-A: b\n c\nConnection: close\n\n");

    assertThat(backend.last().all("X-A")).containsExactly("b c");
  }

  @Test
  void anUnknownVersionIsNotServed() throws IOException {
    String answer = RawHttp.exchange(portcullis.gateway(), "GET / HTTP/3.7\nHost: a\n\n");

    assertThat(RawHttp.status(answer)).isEqualTo(501);
    assertThat(backend.connections()).isZero();
  }

  @Test
  void aHeadThatIsTooLargeIs431() throws IOException {
    String answer =
        RawHttp.exchange(
            portcullis.gateway(), "GET / HTTP/1.1\nHost: a\nX-A: " + "x".repeat(40_000) + "\n\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"headers_too_large\"");
    assertThat(backend.connections()).isZero();
  }

  @Test
  void theRestOfARefusedRequestIsNeverReadAsAnother() throws IOException {
    String answer =
        RawHttp.exchange(
            portcullis.gateway(),
            """
            POST /..  HTTP/1.1
            Host: a
            Content-Length: 4
            Transfer-Encoding: chunked

            0

            GET /smuggled HTTP/1.1
            Host: a

            """);

    assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
    assertThat(backend.seen()).isEmpty();
  }

  @Test
  void everyRefusalIsLoggedWithItsRequestId() throws IOException {
    String answer =
        RawHttp.exchange(
            portcullis.gateway(), "GET /a//b?secret=1 HTTP/1.1\nHost: a\nX-Request-Id: odd-1\n\n");
    assertThat(answer).contains("odd-1");

    Portcullis.await("logged", () -> !rejections("requestId==odd-1").isEmpty());
    JsonObject rejection = rejections("requestId==odd-1").getJsonObject(0);
    assertThat(rejection.getString("reason")).isEqualTo("path_ambiguous");
    assertThat(rejection.encode()).doesNotContain("secret");
  }

  private static JsonArray rejections(String filter) {
    return new JsonObject(portcullis.admin().get("/api/v1/rejections?filter=" + filter).body())
        .getJsonArray("items");
  }
}
