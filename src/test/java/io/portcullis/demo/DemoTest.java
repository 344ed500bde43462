package io.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo prints works when it is pasted into a shell. */
class DemoTest {
  @Test
  void thePrintedLinesAdmitRejectAndRevoke(@TempDir Path directory) throws Exception {
    for (int start = 1; start <= 2; start++) { // the second start brings the client back
      try (Demo demo = Demo.start(settings(directory))) {
        List<String> lines =
            demo.instructions().lines().filter(line -> line.startsWith("TOKEN=")).toList();

        assertThat(lines).hasSize(3);
        assertThat(paste(lines.get(0)))
            .startsWith("HTTP/1.1 200 OK")
            .contains("\"X-Forwarded-Email\" : \"alice@example.com\"");
        assertThat(paste(lines.get(1)))
            .startsWith("HTTP/1.1 403 Forbidden")
            .contains("user_not_granted");
        assertThat(paste(lines.get(2)))
            .startsWith("200 200 HTTP/1.1 401 Unauthorized")
            .contains("client_revoked");
      }
    }
  }

  private static Settings settings(Path directory) {
    return Settings.read(
        Map.of(
            "PORTCULLIS_DATA_DIR", directory.toString(),
            "PORTCULLIS_GATEWAY_PORT", "0",
            "PORTCULLIS_ADMIN_PORT", "0"),
        null,
        Settings.Defaults.DEMO);
  }

  private static String paste(String line) throws IOException {
    Process shell =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
