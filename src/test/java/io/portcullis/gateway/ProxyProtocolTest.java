package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Load balancers that say for whom they connect. */
@ExtendWith(PostgresExtension.class)
class ProxyProtocolTest {
  private static final String REQUEST =
      """
      GET / HTTP/1.1
      Host: api.example.com
      X-Forwarded-For: 192.0.2.99
      Connection: close

      """
          .replace("\n", "\r\n");

  private static Portcullis trusting;
  private static RecordingBackend backend;
  private static DatabaseUrl database;

  @BeforeAll
  static void start(DatabaseUrl url) {
    database = url;
    trusting = start("127.0.0.1");
    backend = RecordingBackend.start();
    new Sample(trusting.admin())
        .project("shop")
        .backend("orders", backend.asItem())
        .route("open", "*", "/", "orders", "public");
  }

  private static Portcullis start(String trusted) {
    return Portcullis.start(
        database,
        Map.of("PORTCULLIS_PROXY_PROTOCOL", "true", "PORTCULLIS_TRUSTED_PROXIES", trusted),
        Role.BOTH);
  }

  @AfterAll
  static void stop() {
    trusting.close();
    backend.close();
  }

  private static String send(Portcullis to, byte[] header, String request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(header);
    bytes.write(request.getBytes(StandardCharsets.US_ASCII));
    try {
      return RawHttp.exchangeBytes(to.gateway(), bytes.toByteArray());
    } catch (SocketException reset) {
      return "";
    }
  }

  private static byte[] version1(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** TCP over IPv4, of section 2.2 of the protocol. */
  private static byte[] version2(byte[] source) {
    return ByteBuffer.allocate(28)
        .put(new byte[] {13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10})
        .put(new byte[] {0x21, 0x11, 0, 12})
        .put(source)
        .put(new byte[] {10, 0, 0, 1})
        .putShort((short) 40000)
        .putShort((short) 443)
        .array();
  }

  @Test
  void theCallerIsWhomTheLoadBalancerNames() throws IOException {
    assertThat(send(trusting, version1("PROXY TCP4 192.0.2.7 10.0.0.1 40000 443"), REQUEST))
        .startsWith("HTTP/1.1 200");
    assertThat(backend.last().all("X-Forwarded-For")).containsExactly("192.0.2.7");

    assertThat(send(trusting, version2(new byte[] {(byte) 198, 51, 100, 8}), REQUEST))
        .startsWith("HTTP/1.1 200");
    assertThat(backend.last().all("X-Forwarded-For")).containsExactly("198.51.100.8");
  }

  @Test
  void withoutTheHeaderThereIsNoAnswer() throws IOException {
    backend.forget();

    assertThat(send(trusting, new byte[0], REQUEST)).isEmpty();
    assertThat(send(trusting, version1("PROXY TCP4 nowhere 10.0.0.1 1 2"), REQUEST)).isEmpty();
    assertThat(backend.seen()).isEmpty();
  }

  @Test
  void whoIsNoTrustedProxyIsNotHeard() throws IOException {
    try (Portcullis other = start("192.0.2.0/24")) {
      assertThat(send(other, version1("PROXY TCP4 192.0.2.7 10.0.0.1 40000 443"), REQUEST))
          .isEmpty();
      assertThat(other.admin().get("/livez").statusCode()).isEqualTo(200);
    }
  }
}
