package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class TlsInFrontTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  @Test
  void callersGetTheCertificateOfTheirHostAndRenewedOnesWithoutARestart(DatabaseUrl database)
      throws Exception {
    make("api", "api.example", "EC");
    make("shop", "shop.example", "RSA");
    make("next", "api.example", "EC");
    try (Portcullis portcullis = start(database, "api,shop");
        RecordingBackend backend = RecordingBackend.start()) {
      int port = portcullis.gateway().getPort();
      X509Certificate first = shown(port, "api.example");
      assertThat(nameOf(first)).isEqualTo("CN=api.example");
      assertThat(nameOf(shown(port, "shop.example"))).isEqualTo("CN=shop.example");
      assertThat(nameOf(shown(port, "unknown.example"))).isEqualTo("CN=api.example");

      new Sample(portcullis.admin())
          .project("shop")
          .backend("orders", backend.asItem())
          .route("open", "*", "/", "orders", "public");
      assertThat(versionOf(port, true)).isEqualTo(HttpVersion.HTTP_2);
      assertThat(versionOf(port, false)).isEqualTo(HttpVersion.HTTP_1_1);
      assertThat(backend.last().all("X-Forwarded-Proto")).containsExactly("https");

      replace("next.key", "api.key"); // the certificate comes a moment later
      replace("next.pem", "api.pem");
      Portcullis.await("renewed", () -> !shown(port, "api.example").equals(first));
      replace("shop.key", "api.key");
      Files.writeString(directory.resolve("shop.pem"), "no certificate");
      assertThat(nameOf(shown(port, "shop.example"))).isEqualTo("CN=shop.example");
    }
  }

  @Test
  void aKeyOfAnotherCertificateEndsTheStart(DatabaseUrl database) throws Exception {
    make("one", "one.example", "EC");
    make("other", "other.example", "EC");
    replace("other.key", "one.key");

    assertThatThrownBy(() -> start(database, "one").close())
        .hasMessageContaining("is not that of the certificate in")
        .hasMessageContaining("one.pem");
  }

  @Test
  void aCertificateThatACallerShowsIsToldToTheBackendAndNoOther(DatabaseUrl database)
      throws Exception {
    make("front", "front.example", "EC");
    make("caller", "machine.example", "EC");
    make("stranger", "machine.example", "EC");
    Map<String, String> settings =
        Map.of(
            "PORTCULLIS_TLS_CERT", directory.resolve("front.pem").toString(),
            "PORTCULLIS_TLS_KEY", directory.resolve("front.key").toString(),
            "PORTCULLIS_TLS_CLIENT_CA", directory.resolve("caller.pem").toString());
    try (Portcullis portcullis = Portcullis.start(database, settings, Role.BOTH);
        RecordingBackend backend = RecordingBackend.start()) {
      new Sample(portcullis.admin())
          .project("mutual")
          .backend("orders", backend.asItem())
          .route("open", "*", "/mutual", "orders", "public");
      int port = portcullis.gateway().getPort();

      assertThat(askAs(port, "caller")).isEqualTo(200);
      assertThat(backend.last().all("Client-Cert"))
          .containsExactly(":" + Base64.getEncoder().encodeToString(certificate("caller")) + ":");
      assertThat(backend.last().all("client_cert_chain")).isEmpty();
      assertThat(askAs(port, null)).isEqualTo(200);
      assertThat(backend.last().all("Client-Cert")).isEmpty();
      assertThatThrownBy(() -> askAs(port, "stranger")).isInstanceOf(Exception.class);
      assertThat(portcullis.admin().get("/metrics").body())
          .containsPattern("portcullis_tls_certificate_remaining_seconds \\d");
    }
  }

  @Test
  void whereACertificateIsNeededNobodyComesInWithoutOne(DatabaseUrl database) throws Exception {
    make("front", "front.example", "EC");
    make("caller", "machine.example", "EC");
    Map<String, String> settings =
        Map.of(
            "PORTCULLIS_TLS_CERT", directory.resolve("front.pem").toString(),
            "PORTCULLIS_TLS_KEY", directory.resolve("front.key").toString(),
            "PORTCULLIS_TLS_CLIENT_CA", directory.resolve("caller.pem").toString(),
            "PORTCULLIS_TLS_CLIENT_AUTH", "require");
    try (Portcullis portcullis = Portcullis.start(database, settings, Role.BOTH)) {
      int port = portcullis.gateway().getPort();

      assertThatThrownBy(() -> askAs(port, null)).isInstanceOf(Exception.class);
      assertThat(askAs(port, "caller")).isPositive(); // whatever the answer is
    }
  }

  @Test
  void plainHttpIsSentOnToTls(DatabaseUrl database) throws Exception {
    make("front", "front.example", "EC");
    Map<String, String> settings =
        Map.of(
            "PORTCULLIS_TLS_CERT",
            directory.resolve("front.pem").toString(),
            "PORTCULLIS_TLS_KEY",
            directory.resolve("front.key").toString(),
            "PORTCULLIS_PUBLIC_URL",
            "https://front.example",
            "PORTCULLIS_REDIRECT_PORT",
            "0");
    try (Portcullis portcullis = Portcullis.start(database, settings, Role.BOTH)) {
      URI plain = URI.create("http://127.0.0.1:" + portcullis.server().redirectPort());

      assertThat(
              RawHttp.exchange(
                  plain, "POST /a%20b?q=1 HTTP/1.1\nHost: front.example:80\nContent-Length: 0\n\n"))
          .startsWith("HTTP/1.1 308")
          .containsIgnoringCase("location: https://front.example/a%20b?q=1\r\n");
      assertThat(RawHttp.exchange(plain, "GET //evil.example/ HTTP/1.1\nHost: front.example\n\n"))
          .startsWith("HTTP/1.1 400");
      assertThat(RawHttp.exchange(plain, "GET / HTTP/1.1\nHost: front.example@evil\n\n"))
          .startsWith("HTTP/1.1 400");
    }
  }

  private byte[] certificate(String name) throws Exception {
    try (InputStream stream = Files.newInputStream(directory.resolve(name + ".pem"))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(stream).getEncoded();
    }
  }

  /** The status of the answer to a caller with a certificate of this name, or with none. */
  private int askAs(int port, String name) throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpClientOptions options =
        new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
    if (name != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .setCertPath(directory.resolve(name + ".pem").toString())
              .setKeyPath(directory.resolve(name + ".key").toString()));
    }
    HttpClient client = vertx.createHttpClient(options); // closes when nothing holds it any more
    try {
      return client
          .request(HttpMethod.GET, port, "127.0.0.1", "/mutual")
          .compose(
              request ->
                  request
                      .putHeader("Client-Cert", ":Zm9yZ2Vk:")
                      .putHeader("client_cert_chain", "forged")
                      .send())
          .map(HttpClientResponse::statusCode)
          .await(10, TimeUnit.SECONDS);
    } finally {
      client.close().await();
      vertx.close().await();
    }
  }

  private Portcullis start(DatabaseUrl database, String names) {
    List<String> each = List.of(names.split(",", -1));
    return Portcullis.start(
        database,
        Map.of(
            "PORTCULLIS_TLS_CERT", files(each, ".pem"),
            "PORTCULLIS_TLS_KEY", files(each, ".key")),
        Role.BOTH);
  }

  private String files(List<String> names, String ending) {
    return String.join(
        ",", names.stream().map(name -> directory.resolve(name + ending).toString()).toList());
  }

  private void replace(String with, String file) throws IOException {
    Files.copy(
        directory.resolve(with), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String nameOf(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /** The certificate that a caller of {@code host} is shown. */
  private static X509Certificate shown(int port, String host) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    } catch (Exception failure) {
      throw new AssertionError("no handshake for " + host, failure);
    }
  }

  private static HttpVersion versionOf(int port, boolean offersHttp2) {
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(offersHttp2)
                .setProtocolVersion(offersHttp2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1));
    try {
      HttpClientResponse response =
          client
              .request(HttpMethod.GET, port, "127.0.0.1", "/")
              .compose(
                  request -> {
                    var answer = request.response();
                    request.end();
                    return answer;
                  })
              .await();
      assertThat(response.statusCode()).isEqualTo(200);
      return response.request().version();
    } finally {
      client.close().await();
      vertx.close().await();
    }
  }

  private void make(String file, String host, String algorithm) throws Exception {
    Path store = directory.resolve(file + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(store)) {
      keys.load(stream, PASSWORD.toCharArray());
    }
    write(file + ".pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    write(file + ".key", "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  private void write(String file, String type, byte[] content) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(content), type));
  }

  /** What the test compares is the certificate, not who vouches for it. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
