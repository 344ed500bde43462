package io.portcullis.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.Networks;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are hostile, and name servers that are. */
class GuardedFetchTest {
  @TempDir private static Path directory;
  private static Vertx vertx;
  private static KeyServer plain;
  private static KeyServer tls;
  private static PfxOptions certificate;

  private final List<String> resolved = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    plain = new KeyServer(vertx);
    certificate = certificateOf("issuer.example");
    tls = new KeyServer(vertx, new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate));
    tls.answer("found");
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("status 404", request -> request.response().setStatusCode(404).end("{}")),
        fault(
            "status 302",
            request -> request.response().setStatusCode(302).putHeader("Location", "/").end()),
        fault(
            "content encoding",
            request -> request.response().putHeader("Content-Encoding", "gzip").end("{}")),
        fault("larger than", request -> request.response().end("x".repeat(256 * 1024 + 1))),
        fault("larger than", request -> sendForEver(request.response().setChunked(true))),
        fault("breaks off", GuardedFetchTest::breakOff),
        fault("cannot be reached", request -> request.connection().close()),
        fault("longer than 5 s", request -> request.response().setChunked(true).write("{")));
  }

  private static Arguments fault(String problem, Handler<HttpServerRequest> behaviour) {
    return Arguments.of(problem, behaviour);
  }

  private static void sendForEver(HttpServerResponse response) {
    response
        .write("x".repeat(10_000))
        .onSuccess(sent -> vertx.runOnContext(next -> sendForEver(response)));
  }

  private static void breakOff(HttpServerRequest request) {
    request.response().putHeader("Content-Length", "100").write("{");
    request.connection().close();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aServersFaultIsNamedAndDoesNoHarm(String problem, Handler<HttpServerRequest> behaviour) {
    plain.behave(behaviour);
    int before = plain.requests();

    assertThatThrownBy(() -> get(plain.url("/keys"), null, "127.0.0.1"))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(problem);
    assertThat(plain.requests()).isEqualTo(before + 1);
  }

  @Test
  void asksForTheNameAtTheAddressThatWasChecked() throws Exception {
    plain.behave(
        request ->
            request.response().end(request.authority() + request.uri() + " " + request.method()));

    assertThat(get("http://issuer.example:" + plain.port() + "/keys?v=1", null, "127.0.0.1"))
        .isEqualTo("issuer.example:" + plain.port() + "/keys?v=1 GET");
    assertThat(resolved).containsExactly("issuer.example");
  }

  @Test
  void connectsToNoAddressThatIsNotPermitted() {
    int before = plain.requests();

    assertThatThrownBy(
            () -> get(Networks.parse("10.0.0.0/8"), plainUrl(), null, "127.0.0.1", "::1"))
        .hasMessageContaining("PORTCULLIS_ALLOWED_NETWORKS");
    assertThat(plain.requests()).isEqualTo(before);
  }

  @Test
  void passesOverAddressesThatAreNotPermittedOrDoNotAnswer() throws Exception {
    plain.answer("found");

    assertThat(get(plainUrl(), null, "169.254.169.254", "127.0.0.2", "127.0.0.1"))
        .isEqualTo("found");
  }

  @Test
  void plainHttpToAPublicAddressIsNotPermitted() {
    assertThatThrownBy(() -> get(plainUrl(), null, "8.8.8.8"))
        .hasMessageContaining("PORTCULLIS_ALLOWED_NETWORKS");
  }

  @Test
  void checksTheCertificateAgainstTheName() throws Exception {
    assertThat(get(tlsUrl("issuer.example"), certificate, "127.0.0.1")).isEqualTo("found");

    assertThatThrownBy(() -> get(tlsUrl("other.example"), certificate, "127.0.0.1"))
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void trustsNoCertificateThatNobodyVouchesFor() {
    assertThatThrownBy(() -> get(tlsUrl("issuer.example"), null, "127.0.0.1"))
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void readsHowLongAnAnswerHolds() {
    assertThat(FetchedDocument.maxAge("public, max-age=19800, must-revalidate", "800"))
        .hasSeconds(19_000);
    assertThat(FetchedDocument.maxAge("max-age=10", "11")).hasSeconds(0);
    assertThat(FetchedDocument.maxAge("s-max-age=10", null)).isNull();
    assertThat(FetchedDocument.maxAge("no-store", null)).isNull();
    assertThat(FetchedDocument.maxAge(null, null)).isNull();
  }

  private static String plainUrl() {
    return "http://issuer.example:" + plain.port() + "/";
  }

  private static String tlsUrl(String host) {
    return "https://" + host + ":" + tls.port() + "/";
  }

  private String get(String url, TrustOptions trust, String... addresses) throws Exception {
    return get(Networks.LOOPBACK, url, trust, addresses);
  }

  private String get(Networks allowed, String url, TrustOptions trust, String... addresses)
      throws Exception {
    Resolver resolver =
        host -> {
          resolved.add(host);
          return Future.succeededFuture(
              Arrays.stream(addresses).map(GuardedFetchTest::address).toList());
        };
    GuardedFetch fetch = new GuardedFetch(vertx, new IssuerUrls(allowed), resolver, trust);
    return Future.<FetchedDocument>future(
            found ->
                vertx.getOrCreateContext().runOnContext(start -> fetch.get(url).onComplete(found)))
        .map(document -> document.body().toString())
        .await(20, SECONDS);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static PfxOptions certificateOf(String host) throws Exception {
    String file = directory.resolve(host + ".p12").toString();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-keystore",
                file,
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return new PfxOptions().setPath(file).setPassword("changeit");
  }
}
