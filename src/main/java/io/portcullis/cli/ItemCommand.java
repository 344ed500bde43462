package io.portcullis.cli;

import io.portcullis.cli.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done to one item. A write sends the ETag of what is there, or the one it was given. */
@Command(mixinStandardHelpOptions = true)
final class ItemCommand implements Callable<Integer> {
  /** What is done. */
  enum Action {
    GET("Shows one."),
    CREATE("Creates one; fails if it exists."),
    PUT("Creates or replaces one."),
    PATCH("Changes some fields of one; '--set field=null' removes one."),
    DELETE("Deletes one; a client is revoked and taken off the lists."),
    ENABLE("Switches one on."),
    DISABLE("Switches one off, until it is switched on."),
    REVOKE("Revokes one, for good."),
    RESTORE("Brings a revoked one back.");

    private final String description;

    Action(String description) {
      this.description = description;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    String description() {
      return description;
    }
  }

  private final Resource resource;
  private final Action action;

  @Mixin final ApiOptions options;

  @Parameters(index = "0", paramLabel = "ID")
  String id = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Its fields, in YAML or JSON; - for standard input.")
  @Nullable Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "FIELD=VALUE",
      description = "A field of it; a value that is JSON is taken as JSON. May be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--if-match",
      paramLabel = "ETAG",
      description = "Refuse unless it is this state.")
  @Nullable String ifMatch;

  ItemCommand(Resource resource, Action action, ApiOptions options) {
    this.resource = resource;
    this.action = action;
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    String path = resource.itemPath(options, id);
    ApiClient api = options.api();
    switch (action) {
      case GET -> options.terminal().item(api.send("GET", path, null).json());
      case CREATE -> told(api.send("PUT", path, fields(), "If-None-Match", "*"));
      case PUT -> told(api.send("PUT", path, fields(), precondition(api, path)));
      case PATCH -> told(api.send("PATCH", path, fields(), precondition(api, path)));
      case DELETE -> told(api.send("DELETE", path, null, precondition(api, path)));
      case ENABLE -> told(state(api, path, "enabled"));
      case DISABLE -> told(state(api, path, "disabled"));
      case REVOKE ->
          told(
              resource.name().equals("tokens")
                  ? api.send("DELETE", path, null)
                  : state(api, path, "revoked"));
      case RESTORE -> told(api.send("POST", path + "/restore", null));
    }
    return 0;
  }

  private String fields() throws IOException {
    if (file == null && set.isEmpty()) {
      throw options.usage("give its fields with --set FIELD=VALUE, or in a file with -f");
    }
    return ConfigCommands.merged(file, set).toString();
  }

  private Answer state(ApiClient api, String path, String state) {
    String patch =
        resource.name().equals("issuers")
            ? "{\"enabled\": %s}".formatted(state.equals("enabled"))
            : "{\"state\": \"%s\"}".formatted(state);
    return api.send("PATCH", path, patch, precondition(api, path));
  }

  private String[] precondition(ApiClient api, String path) {
    String etag = ifMatch == null ? api.findEtag(path) : ifMatch;
    return etag == null ? new String[0] : new String[] {"If-Match", etag};
  }

  private void told(Answer answer) {
    options.terminal().outcome(answer);
  }
}
