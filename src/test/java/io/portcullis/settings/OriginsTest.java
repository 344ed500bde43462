package io.portcullis.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the settings in force. */
class OriginsTest {
  @TempDir Path directory;

  private static SettingInForce inForce(Settings settings, String key) {
    return settings.inForce().stream()
        .filter(setting -> setting.description().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsWhatIsInForceAndWhoSaidSo() throws IOException {
    Path file = directory.resolve("portcullis.yaml");
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "canary-canary-canary-canary-canary");
    Files.writeString(file, "PORTCULLIS_ADMIN_PORT: 91\nPORTCULLIS_SECRET_FILE: " + secret + "\n");
    Settings settings =
        Settings.read(
            Map.of(
                "PORTCULLIS_GATEWAY_PORT", "92",
                "PORTCULLIS_LEASE", " ",
                "PORTCULLIS_PUBLIC_URL", "https://canary:canary@api.example.com/?key=canary",
                "DATABASE_URL", "postgresql://u:canary@h/d"),
            file,
            Settings.Defaults.SERVE);

    assertThat(inForce(settings, "PORTCULLIS_ADMIN_PORT"))
        .returns("91", SettingInForce::value)
        .returns(SettingInForce.Origin.FILE, SettingInForce::origin);
    assertThat(inForce(settings, "PORTCULLIS_GATEWAY_PORT"))
        .returns("92", SettingInForce::value)
        .returns(SettingInForce.Origin.ENVIRONMENT, SettingInForce::origin);
    assertThat(inForce(settings, "PORTCULLIS_LEASE"))
        .returns("2.4s", SettingInForce::value)
        .returns(SettingInForce.Origin.DEFAULT, SettingInForce::origin);
    assertThat(inForce(settings, "PORTCULLIS_HEAD_TIMEOUT").value()).isEqualTo("10s");
    assertThat(inForce(settings, "PORTCULLIS_MAX_BODY").value()).isEqualTo("1GiB");
    assertThat(inForce(settings, "PORTCULLIS_SPOOL_SIZE").value()).isEqualTo("256MiB");
    assertThat(inForce(settings, "PORTCULLIS_PUBLIC_URL").value())
        .isEqualTo("https://…@api.example.com/…");
    assertThat(inForce(settings, "PORTCULLIS_BOOTSTRAP_TOKEN"))
        .returns(true, SettingInForce::isSet)
        .returns(SettingInForce.Origin.GENERATED, SettingInForce::origin);
    assertThat(inForce(settings, "PORTCULLIS_SECRET"))
        .returns(true, SettingInForce::isSet)
        .returns(SettingInForce.Origin.FILE, SettingInForce::origin);
    assertThat(inForce(settings, "PORTCULLIS_TRUSTED_PROXIES").isSet()).isFalse();
    assertThat(settings.inForce().toString()).doesNotContain("canary");
    assertThat(settings.inForce())
        .extracting(setting -> setting.description().key())
        .doesNotHaveDuplicates()
        .hasSize(Settings.keys().size() - 2); // but for what only the command line reads
  }

  @Test
  void theDemoSaysWhatItMadeItself() {
    Settings demo =
        Settings.read(Map.of(), null, Settings.Defaults.DEMO)
            .withBootstrapToken("canary-canary-canary")
            .withSignIn(
                URI.create("http://127.0.0.1:8081"),
                new AdminSettings.OpenId("http://127.0.0.1:9", "console", "canary"));

    assertThat(inForce(demo, "PORTCULLIS_OIDC_ISSUER"))
        .returns("http://127.0.0.1:9", SettingInForce::value)
        .returns(SettingInForce.Origin.GENERATED, SettingInForce::origin);
    assertThat(demo.inForce().toString()).doesNotContain("canary");
  }
}
