package io.portcullis.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path directory;

  private static Settings read(Map<String, String> environment) {
    return Settings.read(environment, null, Settings.Defaults.SERVE);
  }

  private static Settings withoutOrigins(Settings settings) {
    return new Settings(
        settings.gateway(),
        settings.admin(),
        settings.store(),
        settings.spool(),
        settings.lease(),
        settings.allowedNetworks(),
        List.of());
  }

  @Test
  void hasDefaults() {
    assertThat(withoutOrigins(read(Map.of())))
        .isEqualTo(
            new Settings(
                new GatewaySettings(
                    "0.0.0.0",
                    8080,
                    Runtime.getRuntime().availableProcessors(),
                    null,
                    null,
                    false,
                    ConnectionSettings.read(new Environment(Map.of()), Networks.NONE),
                    new LeavingSettings(Duration.ZERO, Duration.ofSeconds(10)),
                    Networks.NONE,
                    null,
                    null,
                    null),
                new AdminSettings("127.0.0.1", 8081, null),
                new StoreSettings(null, Path.of(".portcullis")),
                new SpoolSettings(Path.of(".portcullis/spool"), 256L << 20),
                Duration.ofMillis(2400),
                Networks.NONE,
                List.of()));
  }

  @Test
  void boundsWhatCallersHoldOpen() {
    ConnectionSettings bounds = read(Map.of()).gateway().connections();

    assertThat(bounds.maxConnections()).isBetween(1, 10_000);
    assertThat(bounds.maxConnectionsPerAddress()).isEqualTo(1000);
    assertThat(bounds.headTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(bounds.minBodyRate()).isEqualTo(100);
    assertThat(bounds.maxBody()).isEqualTo(1L << 30);
    assertThat(bounds.maxExchanges()).isPositive();
    assertThat(read(Map.of("PORTCULLIS_MAX_BODY", "0")).gateway().connections().maxBody()).isZero();
  }

  @Test
  void everyCertificateNeedsItsKey() {
    assertThatThrownBy(() -> read(Map.of("PORTCULLIS_TLS_CERT", "a.pem")))
        .hasMessage("PORTCULLIS_TLS_KEY is needed with PORTCULLIS_TLS_CERT, PORTCULLIS_TLS_KEY");
    assertThatThrownBy(
            () -> read(Map.of("PORTCULLIS_TLS_CERT", "a.pem,b.pem", "PORTCULLIS_TLS_KEY", "a.key")))
        .hasMessage(
            "PORTCULLIS_TLS_KEY must name as many files as PORTCULLIS_TLS_CERT, which names 2, but names 1");
  }

  @Test
  void theDemoStaysOnThisMachine() {
    Settings demo = Settings.read(Map.of(), null, Settings.Defaults.DEMO);

    assertThat(demo.gateway().host()).isEqualTo("127.0.0.1");
    assertThat(demo.allowedNetworks()).isEqualTo(Networks.LOOPBACK);
  }

  @Test
  void readsEveryVariable() {
    Settings settings =
        read(
            Map.ofEntries(
                Map.entry("PORTCULLIS_GATEWAY_HOST", "::1"),
                Map.entry("PORTCULLIS_GATEWAY_PORT", "81"),
                Map.entry("PORTCULLIS_EVENT_LOOPS", "3"),
                Map.entry("PORTCULLIS_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                Map.entry("PORTCULLIS_TLS_CERT", "/tls/a.pem, /tls/b.pem"),
                Map.entry("PORTCULLIS_TLS_KEY", "/tls/a.key, /tls/b.key"),
                Map.entry("PORTCULLIS_MAX_CONNECTIONS", "5000"),
                Map.entry("PORTCULLIS_MAX_CONNECTIONS_PER_ADDRESS", "0"),
                Map.entry("PORTCULLIS_HEAD_TIMEOUT", "15s"),
                Map.entry("PORTCULLIS_MIN_BODY_RATE", "0"),
                Map.entry("PORTCULLIS_MAX_BODY", "64MiB"),
                Map.entry("PORTCULLIS_MAX_EXCHANGES", "700"),
                Map.entry("PORTCULLIS_PUBLIC_URL", "https://api.example.com"),
                Map.entry("PORTCULLIS_SECRET", "thirty-two-characters-of-secrets"),
                Map.entry("PORTCULLIS_SECRETS_DIR", "/run/secrets"),
                Map.entry("PORTCULLIS_ADMIN_HOST", "10.1.2.3"),
                Map.entry("PORTCULLIS_ADMIN_PORT", "82"),
                Map.entry("PORTCULLIS_BOOTSTRAP_TOKEN", "sixteen-and-more"),
                Map.entry("DATABASE_URL", "postgresql://u:p@h:1/d?sslmode=require"),
                Map.entry("PORTCULLIS_DATA_DIR", "/var/lib/portcullis"),
                Map.entry("PORTCULLIS_SPOOL_DIR", "/var/spool/portcullis"),
                Map.entry("PORTCULLIS_SPOOL_SIZE", "2GiB"),
                Map.entry("PORTCULLIS_TLS_CLIENT_CA", "/tls/clients.pem"),
                Map.entry("PORTCULLIS_TLS_CLIENT_AUTH", "require"),
                Map.entry("PORTCULLIS_REDIRECT_PORT", "8088"),
                Map.entry("PORTCULLIS_PROXY_PROTOCOL", "true"),
                Map.entry("PORTCULLIS_MAX_FORGED_TOKENS", "60"),
                Map.entry("PORTCULLIS_DRAIN_DELAY", "5s"),
                Map.entry("PORTCULLIS_DRAIN_TIMEOUT", "20s"),
                Map.entry("PORTCULLIS_LEASE", "1.5s"),
                Map.entry("PORTCULLIS_ALLOWED_NETWORKS", "192.168.0.0/16")));

    assertThat(withoutOrigins(settings))
        .isEqualTo(
            new Settings(
                new GatewaySettings(
                    "::1",
                    81,
                    3,
                    new TlsSettings(
                        List.of(Path.of("/tls/a.pem"), Path.of("/tls/b.pem")),
                        List.of(Path.of("/tls/a.key"), Path.of("/tls/b.key")),
                        List.of(Path.of("/tls/clients.pem")),
                        true),
                    8088,
                    true,
                    new ConnectionSettings(
                        5000,
                        0,
                        Duration.ofSeconds(15),
                        0,
                        64L << 20,
                        700,
                        60,
                        Networks.parse("10.0.0.0/8,::1/128")),
                    new LeavingSettings(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                    Networks.parse("10.0.0.0/8,::1/128"),
                    URI.create("https://api.example.com"),
                    Path.of("/run/secrets"),
                    "thirty-two-characters-of-secrets"),
                new AdminSettings("10.1.2.3", 82, "sixteen-and-more"),
                new StoreSettings(
                    new DatabaseUrl("h", 1, "d", "u", "p", "require"),
                    Path.of("/var/lib/portcullis")),
                new SpoolSettings(Path.of("/var/spool/portcullis"), 2L << 30),
                Duration.ofMillis(1500),
                Networks.parse("192.168.0.0/16"),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PORTCULLIS_MAX_BODY         | 10MB            | must be 0 or a size such as 512KiB, 100MiB or 2GiB, but is '10MB'
          PORTCULLIS_GATEWAY_PORT     | 65536           | must be a number from 0 to 65535, but is '65536'
          PORTCULLIS_GATEWAY_PORT     | http            | must be a number from 0 to 65535, but is 'http'
          PORTCULLIS_ADMIN_PORT       | -1              | must be a number from 0 to 65535, but is '-1'
          PORTCULLIS_EVENT_LOOPS      | 0               | must be a number from 1 to 1024, but is '0'
          PORTCULLIS_LEASE            | 499ms           | must be a time such as 500ms, 2.4s or 15m, from 0.5s to 900.0s, but is '499ms'
          PORTCULLIS_LEASE            | 15.1m           | must be a time such as 500ms, 2.4s or 15m, from 0.5s to 900.0s, but is '15.1m'
          PORTCULLIS_LEASE            | 2               | must be a time such as 500ms, 2.4s or 15m, from 0.5s to 900.0s, but is '2'
          PORTCULLIS_TRUSTED_PROXIES  | 0.0.0.0/0       | must not trust every address, but is '0.0.0.0/0'
          PORTCULLIS_TRUSTED_PROXIES  | ::/0            | must not trust every address, but is '::/0'
          PORTCULLIS_TRUSTED_PROXIES  | *               | '*' is not an address or a CIDR range, but is '*'
          PORTCULLIS_ALLOWED_NETWORKS | 10.0.0.0/33     | '10.0.0.0/33' is not an address or a CIDR range, but is '10.0.0.0/33'
          PORTCULLIS_PUBLIC_URL       | api.example.com | must be a URL such as https://api.example.com, but is 'api.example.com'
          PORTCULLIS_ADMIN_URL        | https://a b     | must be a URL such as https://api.example.com, but is 'https://a b'
          PORTCULLIS_BOOTSTRAP_TOKEN  | short           | must be 16 to 200 visible ASCII characters
          PORTCULLIS_SECRET           | thirty-one-characters-of-secret | must be 32 to 1000 visible ASCII characters
          """)
  void namesTheVariableThatIsWrong(String key, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(key + " " + message);
  }

  @Test
  void namesEveryVariableThatIsWrongAtOnce() {
    assertThatThrownBy(() -> read(Map.of("PORTCULLIS_LEASE", "x", "PORTCULLIS_ADMIN_PORT", "y")))
        .hasMessageContainingAll("PORTCULLIS_LEASE", "PORTCULLIS_ADMIN_PORT");
  }

  @Test
  void keysOfOthersAreNotItsBusiness() {
    assertThat(read(Map.of("PATH", "/bin", "DATABASE_PORT", "x"))).isEqualTo(read(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql://u:hidden@h/d                      | postgresql://user:password@host:port/database
          postgresql://u:hidden@h:99999/d           | needs a port from 1 to 65535
          postgresql://u:hidden@h/d?sslmode=maybe   | needs an sslmode out of
          postgresql://u:hidden@h/d?ssl=1           | has an unknown parameter 'ssl'
          postgresql://u:hidden@/d                  | postgresql://user:password@host:port/database
          postgresql://u:hidden@h                   | the database is missing
          postgresql://h/d                          | the user is missing
          postgresql://u:hid den@h/d                | it is not a URL
          hidden                                    | postgresql://user:password@host:port/database
          """)
  void aDatabaseUrlThatIsWrongIsNeverShown(String url, String message) {
    assertThatThrownBy(() -> read(Map.of("DATABASE_URL", url)))
        .hasMessageStartingWith("DATABASE_URL ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("hid");
  }

  @Test
  void aDatabaseUrlIsReadAsLibpqDoes() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://a%40b:p%2F%3A+@[::1]/d%3Fx");

    assertThat(url).isEqualTo(new DatabaseUrl("::1", 5432, "d?x", "a@b", "p/:+", "prefer"));
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/d%3Fx?sslmode=prefer");
    assertThat(url.toString()).doesNotContain("p/:+");
  }

  @Test
  void whoeverVerifiesTheServerDoesSoByTheAuthoritiesOfTheJdk() {
    assertThat(DatabaseUrl.parse("postgresql://u@h/d?sslmode=verify-full").jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://h:5432/d?sslmode=verify-full"
                + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = directory.resolve("portcullis.yaml");
    Files.writeString(file, "PORTCULLIS_ADMIN_PORT: 91\nPORTCULLIS_GATEWAY_PORT: 92\n");

    Settings settings =
        Settings.read(Map.of("PORTCULLIS_ADMIN_PORT", "93"), file, Settings.Defaults.SERVE);

    assertThat(settings.admin().port()).isEqualTo(93);
    assertThat(settings.gateway().port()).isEqualTo(92);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PORTCULLIS_PORT: 1 | PORTCULLIS_PORT is not a setting
          ADMIN_PORT: 1      | ADMIN_PORT is not a setting
          - a                | is not a list of KEY: value lines
          """)
  void namesTheFileThatIsWrong(String text, String message) throws IOException {
    Path file = directory.resolve("portcullis.yaml");
    Files.writeString(file, text);

    assertThatThrownBy(() -> Settings.read(Map.of(), file, Settings.Defaults.SERVE))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("portcullis.yaml")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void secretsMayBeInFiles() throws IOException {
    Path file = directory.resolve("token");
    Files.writeString(file, "from-a-file-that-is-mounted\n");

    assertThat(read(Map.of("PORTCULLIS_BOOTSTRAP_TOKEN_FILE", file.toString())).admin())
        .isEqualTo(new AdminSettings("127.0.0.1", 8081, "from-a-file-that-is-mounted"));
    assertThatThrownBy(() -> read(Map.of("DATABASE_URL_FILE", "/nowhere")))
        .hasMessage("DATABASE_URL_FILE cannot be read: /nowhere");
    assertThatThrownBy(() -> read(Map.of("DATABASE_URL_FILE", "/x", "DATABASE_URL", "y")))
        .hasMessage("set DATABASE_URL or DATABASE_URL_FILE, not both");
  }

  @Test
  void secretsAreNotShown() {
    Settings settings =
        read(
            Map.of(
                "PORTCULLIS_BOOTSTRAP_TOKEN", "hidden-hidden-hidden",
                "DATABASE_URL", "postgresql://u:hidden@h/d"));

    assertThat(settings.toString()).doesNotContain("hidden");
  }
}
