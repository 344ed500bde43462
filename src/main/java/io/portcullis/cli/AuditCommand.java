package io.portcullis.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis audit verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that the history is as it was written, and shows the newest hash of each chain.",
      "Whoever has all rights over the database can compute a chain anew: note the hashes elsewhere, and give one with --expect later."
    })
final class AuditCommand implements Callable<Integer> {
  @Mixin final ApiOptions options;

  @Option(
      names = "--expect",
      paramLabel = "HASH",
      description = "A hash that was noted before, which the history must still have.")
  @Nullable String expected;

  AuditCommand(Map<String, String> environment) {
    options = new ApiOptions(environment);
  }

  @Override
  public Integer call() {
    String query = expected == null ? "" : "?expect=" + ApiClient.segment(expected);
    JsonNode found = options.api().send("GET", "/changes/verification" + query, null).json();
    if (options.output == Terminal.Format.json || options.output == Terminal.Format.yaml) {
      options.terminal().item(found);
    } else {
      new Terminal(options.terminal().out(), options.terminal().err(), Terminal.Format.table)
          .items(found.path("chains"), List.of("name", "rows", "hash"));
    }
    if (!found.path("intact").asBoolean()) {
      List<String> problems = new ArrayList<>();
      found.path("problems").forEach(problem -> problems.add(problem.asText()));
      throw new CallException(String.join("; ", problems));
    }
    return 0;
  }
}
