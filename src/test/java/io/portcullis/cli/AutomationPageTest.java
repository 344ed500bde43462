package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every block of the page about scripts runs, in one shell, against a whole server. */
@ExtendWith(PostgresExtension.class)
class AutomationPageTest {
  private static final Path PAGE = Path.of("docs/automation.md");

  /** The command as a function that has it run in this process, which saves starting many. */
  private static final String FUNCTION =
      """
      set -euo pipefail
      portcullis() {
        local arguments=() previous='' answer
        for argument in "$@"; do
          [[ $previous == -f && $argument != /* ]] && argument=$PWD/$argument
          arguments+=("$argument")
          previous=$argument
        done
        printf '%s\\0' "${arguments[@]}" | curl -sS --fail-with-body --data-binary @- "$COMMANDS"
      }
      """;

  @TempDir Path directory;

  @Test
  void itsBlocksRun(DatabaseUrl database) throws Exception {
    String blocks =
        Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult block) -> block.group(1))
            .collect(Collectors.joining());
    assertThat(blocks).contains("portcullis projects create");
    try (OpenIdProvider provider = OpenIdProvider.start();
        Portcullis portcullis = Portcullis.start(database)) {
      Map<String, String> environment =
          Map.of(
              "PORTCULLIS_URL", portcullis.admin().address().toString(),
              "PORTCULLIS_TOKEN", Portcullis.TOKEN,
              "ISSUER", provider.issuer(),
              "LEAKED", provider.token("web", "mallory@example.com"));
      HttpServer commands =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      commands.createContext("/", exchange -> answer(exchange, environment));
      commands.start();
      try {
        run(blocks, environment, commands.getAddress().getPort());
      } finally {
        commands.stop(0);
      }
    }
  }

  private void run(String blocks, Map<String, String> environment, int port) throws Exception {
    Path script = Files.writeString(directory.resolve("script"), FUNCTION + blocks);
    Path output = directory.resolve("output");
    ProcessBuilder shell =
        new ProcessBuilder("bash", script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().putAll(environment);
    shell.environment().put("COMMANDS", "http://127.0.0.1:" + port);
    assertThat(shell.start().waitFor()).as(() -> read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  private static void answer(HttpExchange exchange, Map<String, String> environment)
      throws IOException {
    String[] arguments =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\0");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        PortcullisCommand.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    byte[] body = (code == 0 ? out : err).toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code == 0 ? 200 : 422, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
