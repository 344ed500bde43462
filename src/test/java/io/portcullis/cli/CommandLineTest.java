package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.ChildJvm;
import io.portcullis.testing.EmptyDatabase;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes, and errors of one line that say what to do. */
@EmptyDatabase
@ExtendWith(PostgresExtension.class)
class CommandLineTest {
  private static final String NOWHERE = "postgresql://shop:s3cr3t-word@127.0.0.1:1/shop";

  @TempDir Path directory;

  private String error(int exitCode, Map<String, String> environment, String... command)
      throws Exception {
    try (ChildJvm child = ChildJvm.start(directory, environment, command)) {
      assertThat(child.exitCode()).as(child.err() + child.out()).isEqualTo(exitCode);
      assertThat(child.err().lines()).as(child.err()).hasSize(1);
      assertThat(child.out() + child.err()).doesNotContain("s3cr3t-word");
      return child.err().strip();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PORTCULLIS_GATEWAY_PROT | 8080                              | PORTCULLIS_GATEWAY_PROT is not a setting
          PORTCULLIS_LEASE        | soon                              | PORTCULLIS_LEASE must be a time such as 500ms
          DATABASE_URL            | postgresql://u:s3cr3t-word@h:x/db | DATABASE_URL must be postgresql://user:password@host:port/database
          DATABASE_URL            | postgresql://u:s3cr3t-word@h/     | the database is missing
          """)
  void aWrongSettingEndsTheProcessWithItsName(String key, String value, String message)
      throws Exception {
    assertThat(error(1, Map.of(key, value), "serve")).startsWith("portcullis: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serfe               | portcullis: Unmatched argument at index 0: 'serfe'
          serve --only=gatway | portcullis: Invalid value for option '--only'
          serve --fast        | portcullis: Unknown option: '--fast'
          """)
  void wrongUsageIsExitCode2(String command, String message) throws Exception {
    assertThat(error(2, Map.of(), command.split(" ")))
        .startsWith(message)
        .endsWith("(see 'portcullis --help')");
  }

  @Test
  void aPortInUseIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Map<String, String> settings =
          Map.of(
              "DATABASE_URL", NOWHERE,
              "PORTCULLIS_GATEWAY_HOST", "127.0.0.1",
              "PORTCULLIS_GATEWAY_PORT", port);

      assertThat(error(1, settings, "serve")).contains("a port is in use", port);
      assertThat(
              error(
                  1,
                  Map.of("DATABASE_URL", NOWHERE, "PORTCULLIS_ADMIN_PORT", port),
                  "serve",
                  "--only=admin"))
          .contains("a port is in use", port);
    }
  }

  @Test
  void migratingADatabaseThatCannotBeReachedFails() throws Exception {
    assertThat(error(1, Map.of("DATABASE_URL", NOWHERE), "migrate"))
        .startsWith("portcullis: PostgreSQL at postgresql://shop:…@127.0.0.1:1/shop");
  }

  @Test
  void migratingMakesTheTablesAndNamesASettingsFileThatIsWrong(DatabaseUrl url) throws Exception {
    String text =
        "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
            .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
    try (ChildJvm child = ChildJvm.start(directory, Map.of("DATABASE_URL", text), "migrate")) {
      assertThat(child.exitCode()).as(child.err()).isZero();
    }
    assertThat(new Sql(url).number("SELECT rev FROM policy_head")).isZero();

    Files.writeString(directory.resolve("portcullis.yaml"), "PORTCULLIS_PORT: 1\n");
    assertThat(error(1, Map.of(), "migrate"))
        .isEqualTo("portcullis: portcullis.yaml: PORTCULLIS_PORT is not a setting");
  }
}
