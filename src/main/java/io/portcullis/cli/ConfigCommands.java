package io.portcullis.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.cli.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis apply} and {@code portcullis export}. */
final class ConfigCommands {
  private ConfigCommands() {}

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes a whole project as one document, for apply.")
  static final class Export implements Callable<Integer> {
    @Mixin final ApiOptions options;

    Export(ApiOptions options) {
      this.options = options;
    }

    @Override
    public Integer call() {
      boolean isJson = options.output == Terminal.Format.json;
      String path = "/projects/" + ApiClient.segment(options.project()) + "/config";
      Answer answer =
          options
              .api()
              .send("GET", path, null, "Accept", isJson ? "application/json" : "application/yaml");
      if (isJson) {
        options.terminal().item(answer.json());
      } else {
        options.terminal().out().print(answer.text());
        options.terminal().out().flush();
      }
      return 0;
    }
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Makes a project what a document says; what is not in it is removed.")
  static final class Apply implements Callable<Integer> {
    @Mixin final ApiOptions options;

    @Option(
        names = {"-f", "--file"},
        required = true,
        paramLabel = "FILE",
        description = "The document, in YAML or JSON; - for standard input.")
    @Nullable Path file;

    @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
    boolean isDryRun;

    @Option(
        names = "--if-unchanged",
        description = "Refuse when the project was changed since the document was exported.")
    boolean ifUnchanged;

    Apply(ApiOptions options) {
      this.options = options;
    }

    @Override
    public Integer call() throws IOException {
      String text = read(file);
      JsonNode document = Terminal.parse(text);
      String named = document.path("project").path("id").asText("");
      String project = named.isEmpty() ? options.project() : named;
      Answer answer =
          options
              .api()
              .send(
                  "PUT",
                  "/projects/%s/config?dryRun=%s&ifUnchanged=%s"
                      .formatted(ApiClient.segment(project), isDryRun, ifUnchanged),
                  text,
                  "Content-Type",
                  text.stripLeading().startsWith("{") ? "application/json" : "application/yaml");
      if (!isDryRun) {
        options.terminal().confirmation(answer);
      }
      show(answer.json());
      return 0;
    }

    private void show(JsonNode plan) {
      Terminal terminal = options.terminal();
      if (terminal.format() != Terminal.Format.table) {
        terminal.item(plan);
        return;
      }
      for (JsonNode change : plan.path("changes")) {
        String action = change.path("action").asText();
        String sign = action.equals("add") ? "+" : action.equals("remove") ? "-" : "~";
        terminal
            .out()
            .printf(
                "%s %s %s%n", sign, change.path("resource").asText(), change.path("id").asText());
        if (action.equals("change")) {
          for (JsonNode field : change.path("fields")) {
            terminal
                .out()
                .printf(
                    "    %s: %s -> %s%n",
                    field.path("field").asText(),
                    field.has("before") ? field.get("before") : "not set",
                    field.has("after") ? field.get("after") : "not set");
          }
        }
      }
      if (plan.path("changes").isEmpty()) {
        terminal.out().println("Nothing to change.");
      } else if (plan.has("cutOff")) {
        showCutOff(plan.path("cutOff"));
      }
      terminal.out().flush();
    }

    private void showCutOff(JsonNode cutOff) {
      Terminal terminal = options.terminal();
      terminal
          .out()
          .printf(
              "Would be cut off: %d of the %d users seen in the last 30 days%n",
              cutOff.path("users").asLong(), cutOff.path("usersSeen").asLong());
      if (cutOff.path("anonymousRequests").asLong() > 0) {
        terminal
            .out()
            .printf(
                "Would be cut off: callers without a token, who made %d requests%n",
                cutOff.path("anonymousRequests").asLong());
      }
      for (JsonNode user : cutOff.path("items")) {
        terminal
            .out()
            .printf(
                "    %s (%s)%n",
                user.path(user.has("email") ? "email" : "subject").asText(),
                user.path("reason").asText());
      }
    }
  }

  static String read(@Nullable Path file) throws IOException {
    if (file == null) {
      throw new IllegalStateException("picocli asks for it");
    }
    if (file.toString().equals("-")) {
      return new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    if (!Files.isReadable(file)) {
      throw new CallException("cannot read %s: is there such a file?".formatted(file));
    }
    return Files.readString(file);
  }

  /** An object with the fields of {@code --set}, over those of a file. */
  static ObjectNode merged(@Nullable Path file, java.util.Map<String, String> set)
      throws IOException {
    ObjectNode item = (ObjectNode) Terminal.parse(file == null ? "{}" : read(file));
    set.forEach((name, value) -> item.set(name, Terminal.value(value)));
    return item;
  }
}
