package io.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.ChildJvm;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sslmode means, to the driver of the migrations and to that of everything else. */
class DatabaseTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path directory;

  private static EmbeddedPostgres postgres;
  private static Vertx vertx;

  @BeforeAll
  static void start() throws Exception {
    makeCertificate("localhost");
    postgres =
        EmbeddedPostgres.start(
            directory.resolve("data"),
            List.of(
                "ssl=on",
                "ssl_cert_file=" + directory.resolve("server.crt"),
                "ssl_key_file=" + directory.resolve("server.key")));
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
    postgres.close();
  }

  private static void makeCertificate(String host) throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-storetype",
                "PKCS12",
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
    write("server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    write("server.key", "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    trust(keys);
  }

  private static void trust(KeyStore keys) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    try (var stream = Files.newOutputStream(directory.resolve("trusted.p12"))) {
      trusted.store(stream, PASSWORD.toCharArray());
    }
  }

  private static void write(String name, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Path file = directory.resolve(name);
    Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, base64));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static DatabaseUrl url(String host, String sslMode) {
    DatabaseUrl url = postgres.url();
    return new DatabaseUrl(host, url.port(), url.database(), url.user(), url.password(), sslMode);
  }

  private static Map<String, String> trusting(String host, String sslMode) {
    DatabaseUrl url = url(host, sslMode);
    return Map.of(
        "DATABASE_URL",
            "postgresql://%s:%s@%s:%d/%s?sslmode=%s"
                .formatted(url.user(), url.password(), host, url.port(), url.database(), sslMode),
        "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                .formatted(directory.resolve("trusted.p12"), PASSWORD));
  }

  private static Object ask(DatabaseUrl url) {
    Database database = new Database(vertx, url);
    try {
      return database
          .policy()
          .query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
          .execute()
          .map(rows -> rows.iterator().next().getValue(0))
          .await(10, TimeUnit.SECONDS);
    } catch (TimeoutException failure) {
      throw new AssertionError(failure);
    } finally {
      database.close().await();
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, verify-full", "127.0.0.1, verify-ca"})
  void aServerWhomAnAuthorityOfTheJdkVouchesForIsUsed(String host, String sslMode)
      throws Exception {
    try (ChildJvm child = ChildJvm.start(directory, trusting(host, sslMode), "serve")) {
      assertThat(child.admin().get("/api/v1/projects").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aServerOfAnotherNameIsNotUsedUnderVerifyFull() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(directory, trusting("127.0.0.1", "verify-full"), "migrate")) {
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.err()).contains("127.0.0.1 could not be verified");
    }
  }

  @ParameterizedTest
  @CsvSource({"verify-full", "verify-ca"})
  void aServerWhomNobodyVouchesForIsNotUsed(String sslMode) {
    assertThatThrownBy(() -> ask(url("localhost", sslMode))).hasMessageContaining("SSL");
    assertThatThrownBy(() -> Migrations.migrate(url("localhost", sslMode)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("certification path");
  }

  @ParameterizedTest
  @CsvSource({"disable, false", "prefer, true", "require, true"})
  void withoutVerificationTheModeDecidesAboutEncryptionAlone(String sslMode, boolean encrypted) {
    assertThat(ask(url("127.0.0.1", sslMode))).isEqualTo(encrypted);
  }
}
