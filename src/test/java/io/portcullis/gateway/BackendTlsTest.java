package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backends over TLS: who vouches for them, and as whom the gateway shows itself. */
@ExtendWith(PostgresExtension.class)
class BackendTlsTest {
  private static final String NAME = "orders.internal";
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static final AtomicInteger CHECKS = new AtomicInteger();

  @TempDir private static Path directory;

  private static final Vertx VERTX = Vertx.vertx();
  private static Portcullis portcullis;
  private static HttpServer open;
  private static HttpServer closed;
  private static String serverPem;

  @BeforeAll
  static void start(DatabaseUrl database) throws Exception {
    Path server = keyStore("server", NAME);
    Path client = keyStore("client", "gateway");
    serverPem = certificatePem(server);
    for (String backend : new String[] {"shows", "also-shows"}) {
      Files.writeString(
          directory.resolve("backend.shop." + backend + ".crt.pem"), certificatePem(client));
      Files.writeString(directory.resolve("backend.shop." + backend + ".key.pem"), keyPem(client));
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions().setPath(server.toString()).setPassword(new String(PASSWORD)));
    open = listen(options);
    closed =
        listen(
            new HttpServerOptions(options)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(
                    new PemTrustOptions().addCertValue(Buffer.buffer(certificatePem(client)))));
    portcullis =
        Portcullis.start(
            database, Map.of("PORTCULLIS_SECRETS_DIR", directory.toString()), Role.BOTH);
    new Sample(portcullis.admin()).project("shop");
  }

  private static HttpServer listen(HttpServerOptions options) {
    return VERTX
        .createHttpServer(options)
        .requestHandler(
            request -> {
              (request.path().equals("/healthz") ? CHECKS : REQUESTS).incrementAndGet();
              request.response().end("hello " + request.authority().host());
            })
        .listen()
        .await();
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    VERTX.close().await();
  }

  private static Path keyStore(String file, String name) throws Exception {
    Path path = directory.resolve(file + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-keystore",
                path.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return path;
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(file)) {
      store.load(input, PASSWORD);
    }
    return store;
  }

  private static String certificatePem(Path store) throws Exception {
    return pem("CERTIFICATE", load(store).getCertificate("key").getEncoded());
  }

  private static String keyPem(Path store) throws Exception {
    return pem("PRIVATE KEY", load(store).getKey("key", PASSWORD).getEncoded());
  }

  private static String pem(String type, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, text, type);
  }

  private static JsonObject backend(HttpServer server, JsonObject tls) {
    JsonObject target = new JsonObject().put("url", "https://127.0.0.1:" + server.actualPort());
    JsonObject backend =
        new JsonObject()
            .put("targets", new JsonArray().add(target))
            .put("connectTimeoutMillis", 30_000); // the first handshake loads much
    return tls == null ? backend : backend.put("tls", tls);
  }

  private static JsonObject known() {
    return new JsonObject().put("trustedCertificates", serverPem).put("serverName", NAME);
  }

  private static HttpResponse<String> through(String id, JsonObject backend) {
    AdminClient admin = portcullis.admin();
    admin.create("/api/v1/projects/shop/backends/" + id, backend);
    String host = id + ".example.com";
    admin.create("/api/v1/projects/shop/routes/" + id, Sample.route(host, "/", id, "public"));
    return new AdminClient(portcullis.gateway(), "not-read").get("/", "Host", host);
  }

  @Test
  void aBackendIsKnownByItsOwnAuthorityAndNameAndOnlyWhereItIsToBe() {
    HttpResponse<String> answer = through("known", backend(open, known()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello " + NAME);

    int before = REQUESTS.get();
    assertThat(through("unknown", backend(open, null)).statusCode()).isEqualTo(503);
    assertThat(through("unvouched", backend(open, new JsonObject().put("serverName", NAME))))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(503);
    assertThat(
            through("misnamed", backend(open, known().put("serverName", "other.internal")))
                .statusCode())
        .isEqualTo(503);
    assertThat(REQUESTS).hasValue(before);
  }

  @Test
  void theGatewayShowsItsCertificateWhereTheBackendAsksForIt() {
    assertThat(through("hides", backend(closed, known())).statusCode()).isIn(502, 503);

    HttpResponse<String> answer =
        through("shows", backend(closed, known().put("clientCertificate", true)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

    assertThat(
            through("lacks", backend(closed, known().put("clientCertificate", true))).statusCode())
        .isEqualTo(503);
  }

  @Test
  void healthChecksKnowTheBackendInTheSameWay() {
    HttpResponse<String> answer =
        through(
            "also-shows",
            backend(closed, known().put("clientCertificate", true))
                .put("healthCheck", new JsonObject().put("path", "/healthz")));
    assertThat(answer.statusCode()).isEqualTo(200);

    Portcullis.await("asked", () -> CHECKS.get() > 0);
  }

  @Test
  void whatCannotBeUsedIsRefused() {
    HttpResponse<String> noPem =
        portcullis
            .admin()
            .put(
                "/api/v1/projects/shop/backends/refused",
                backend(open, new JsonObject().put("trustedCertificates", "no PEM")));
    assertThat(noPem.statusCode()).isEqualTo(400);
    assertThat(noPem.body()).contains("tls.trustedCertificates");
    HttpResponse<String> noTls =
        portcullis
            .admin()
            .put(
                "/api/v1/projects/shop/backends/refused",
                new JsonObject()
                    .put("targets", new JsonArray().add(new JsonObject().put("url", "http://a:1")))
                    .put("tls", known()));
    assertThat(noTls.body()).contains("means nothing without a target whose URL is https");
  }
}
