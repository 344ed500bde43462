package io.portcullis.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}: every page of it, up to a limit. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists them.")
final class ListCommand implements Callable<Integer> {
  private final Resource resource;

  @Mixin final ApiOptions options;

  @Option(
      names = "--filter",
      paramLabel = "RSQL",
      description = "Only those that match, as in 'state==revoked;name==Web*'.")
  @Nullable String filter;

  @Option(names = "--limit", description = "How many at most; ${DEFAULT-VALUE} unless told.")
  int limit = 1000;

  ListCommand(Resource resource, ApiOptions options) {
    this.resource = resource;
    this.options = options;
  }

  @Override
  public Integer call() {
    ApiClient api = options.api();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    if (limit < 1) {
      throw options.usage("--limit must be 1 or more");
    }
    String next = "";
    do {
      JsonNode page =
          api.send("GET", resource.listPath(options) + query(next, items.size()), null).json();
      page.path("items").forEach(items::add);
      next = page.path("nextPageToken").asText("");
    } while (!next.isEmpty() && items.size() < limit);
    options.terminal().items(items, resource.columns());
    if (!next.isEmpty()) {
      options.terminal().err().printf("There are more than %d: raise --limit.%n", limit);
    }
    return 0;
  }

  private String query(String pageToken, int found) {
    if (resource.name().equals("replicas")) {
      return ""; // one page, whole
    }
    return "?pageSize="
        + Math.min(1000, limit - found)
        + (pageToken.isEmpty() ? "" : "&pageToken=" + ApiClient.segment(pageToken))
        + (filter == null ? "" : "&filter=" + ApiClient.segment(filter));
  }
}
